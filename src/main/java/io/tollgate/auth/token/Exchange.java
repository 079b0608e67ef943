package io.tollgate.auth.token;

import io.tollgate.platform.web.RequestFacts;
import java.util.UUID;

/** A refresh token that shall become its child. */
record Exchange(RefreshToken token, UUID childId, RequestFacts facts) {

    UUID family() {
        return token.sessionId();
    }
}
