package io.tollgate.auth.social;

import io.tollgate.user.User;
import java.net.URI;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Somebody who can say who a user is. */
interface IdentityProvider {

    User.Provider key();

    /** As people write it. */
    String displayName();

    /** False where the deployment has no client there: then all its paths are 404. */
    boolean configured();

    /** What it calls itself in the answer to an authorization request (RFC 9207). */
    String issuer();

    /** Whether every answer with a code says so, as its metadata announce. */
    boolean namesIssuer();

    /**
     * Where to send the browser.
     *
     * @param asked query parameters of our own caller; only those that this provider has a use for are passed on
     */
    URI authorizeUrl(String state, BrowserSecret secret, Map<String, String> asked);

    /** Exchanges the code, once, and asks who it is. Errors with {@link ProviderFailure}. */
    Mono<ProvenIdentity> redeem(String code, BrowserSecret secret);
}
