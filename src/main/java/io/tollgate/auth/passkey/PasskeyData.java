package io.tollgate.auth.passkey;

import io.tollgate.user.PersonalData;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The user's passkeys, as the user sees them otherwise. */
@Component
class PasskeyData implements PersonalData {

    private final PasskeyRepository passkeys;

    PasskeyData(PasskeyRepository passkeys) {
        this.passkeys = passkeys;
    }

    @Override
    public String section() {
        return "passkeys";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return passkeys.list(userId).flatMapIterable(present -> present).map(PasskeyView::of);
    }
}
