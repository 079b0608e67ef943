package io.tollgate.auth.token;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.web.RequestFacts;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Moves a login to a family of its own after something about it has changed. Whoever has a copy of its tokens is out at once, on
 * every node; the caller goes on with the new ones. It is no new login: how and when it was proven stays, and so does its hard end.
 */
@Component
public class Renewal {

    private final RefreshTokenRepository tokens;
    private final Sessions sessions;
    private final Grants grants;

    Renewal(RefreshTokenRepository tokens, Sessions sessions, Grants grants) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.grants = grants;
    }

    /** Joins the caller's transaction. Empty when the session has ended meanwhile. */
    public Mono<Family> renew(UUID sessionId, RequestFacts facts) {
        return tokens.lock(sessionId)
                .filterWhen(_ -> sessions.end(sessionId, EndReason.SUPERSEDED))
                .flatMap(family -> grants.moveTo(family.user(), family.session(), facts));
    }
}
