package io.tollgate.auth.token;

import io.tollgate.platform.web.RequestFacts;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Rotates a session's refresh token without being shown it, after something about the login has changed. It is an ordinary
 * rotation: a client that drops the answer may go on with the token it has, as after a lost answer; but once the new token was
 * used, the old one betrays whoever shows it.
 */
@Component
public class Renewal {

    private final RefreshTokenRepository tokens;
    private final Exchanges exchanges;

    Renewal(RefreshTokenRepository tokens, Exchanges exchanges) {
        this.tokens = tokens;
        this.exchanges = exchanges;
    }

    /** Joins the caller's transaction. Empty when the session has no live refresh token. */
    public Mono<Family> renew(UUID sessionId, RequestFacts facts) {
        return tokens.lock(sessionId)
                .flatMap(_ -> tokens.newest(sessionId))
                .flatMap(token -> exchanges.exchangeLocked(token, facts));
    }
}
