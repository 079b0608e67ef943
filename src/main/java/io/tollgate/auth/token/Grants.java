package io.tollgate.auth.token;

import io.tollgate.auth.session.Session;
import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives tokens to who has proven who they are. Each proof begins a session of its own (ASVS 7.2.4). */
@Component
public class Grants {

    private final RefreshTokenRepository refreshTokens;
    private final RefreshTokens refresh;
    private final AccessTokens access;
    private final SessionProperties properties;
    private final Ids ids;
    private final Clock clock;

    Grants(
            RefreshTokenRepository refreshTokens,
            RefreshTokens refresh,
            AccessTokens access,
            SessionProperties properties,
            Ids ids,
            Clock clock) {
        this.refreshTokens = refreshTokens;
        this.refresh = refresh;
        this.access = access;
        this.properties = properties;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A new session with its first refresh token. Joins the caller's transaction, which has made sure that the proof still
     * holds.
     *
     * @param methods how the user proved who they are, in the words of RFC 8176
     */
    public Mono<Family> open(User user, List<String> methods, RequestFacts facts) {
        return Mono.defer(() -> {
            Instant now = now();
            return begin(
                    user,
                    new Session(ids.next(), user.id(), now, methods, now, now.plus(properties.refreshMaxTtl())),
                    facts);
        });
    }

    /** A session in the place of one that has ended: proven in the same way, and no longer lived. Joins the caller's transaction. */
    Mono<Family> moveTo(User user, Session ended, RequestFacts facts) {
        return Mono.defer(() -> begin(
                user,
                new Session(ids.next(), user.id(), ended.authenticatedAt(), ended.methods(), now(), ended.expiresAt()),
                facts));
    }

    /** This session, with its first refresh token. Joins the caller's transaction. */
    public Mono<Family> begin(User user, Session session, RequestFacts facts) {
        return refreshTokens.begin(session, ids.next(), facts).map(token -> new Family(user, session, token));
    }

    /** PostgreSQL keeps microseconds: the token signed now must equal the one signed from the row later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The family's tokens, signed. To be called after the transaction: signing may wait for a turn. */
    public Mono<Grant> grant(Family family) {
        return access.issue(family.user(), family.session())
                .map(token -> new Grant(
                        family.user(),
                        token,
                        refresh.sign(family.token()),
                        family.token().expiresAt()));
    }
}
