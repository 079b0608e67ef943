package io.tollgate.auth.token;

import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
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
    private final Ids ids;
    private final Clock clock;

    Renewal(RefreshTokenRepository tokens, Ids ids, Clock clock) {
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    /** Joins the caller's transaction. Empty when the session has no live refresh token. */
    public Mono<Family> renew(UUID sessionId, RequestFacts facts) {
        return tokens.newest(sessionId)
                .flatMap(token ->
                        tokens.rotate(token, ids.next(), clock.instant().truncatedTo(ChronoUnit.MICROS), facts));
    }
}
