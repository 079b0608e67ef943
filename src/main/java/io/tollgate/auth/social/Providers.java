package io.tollgate.auth.social;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import java.util.List;
import org.springframework.stereotype.Component;

/** The providers of this deployment. */
@Component
class Providers {

    private final List<IdentityProvider> all;

    Providers(List<IdentityProvider> all) {
        this.all = all;
    }

    /** @param name as in a path; 404 when there is none of that name, or it is not set up here */
    IdentityProvider named(String name) {
        return all.stream()
                .filter(IdentityProvider::configured)
                .filter(provider -> provider.key().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "This provider is not set up here"));
    }

    /** As people write it, also of one that is no longer set up. */
    String displayName(User.Provider key) {
        return all.stream()
                .filter(provider -> provider.key() == key)
                .map(IdentityProvider::displayName)
                .findFirst()
                .orElseThrow();
    }
}
