package io.tollgate.auth.social;

import io.tollgate.user.PersonalData;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** How the user signs in elsewhere. */
@Component
class IdentityData implements PersonalData {

    private final IdentityRepository identities;

    IdentityData(IdentityRepository identities) {
        this.identities = identities;
    }

    @Override
    public String section() {
        return "identities";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return identities.list(userId);
    }
}
