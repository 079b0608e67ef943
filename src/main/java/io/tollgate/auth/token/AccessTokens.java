package io.tollgate.auth.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import io.tollgate.auth.session.Session;
import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.time.Ids;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Issues access tokens: signed JWTs of the profile of RFC 9068. They name the user and the session and say nothing that the
 * user would not show to a stranger; roles are there for other services and are not what this one goes by.
 */
@Component
public class AccessTokens {

    /** RFC 9068 §2.1: what keeps another kind of token of ours from being taken for an access token. */
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    /** How long an administrator may act in a user's place, at most. */
    private static final Duration IMPERSONATION_TTL = Duration.ofMinutes(15);

    /** RFC 9068 wants to know the client; all first-party clients are one. */
    private static final String CLIENT = "tollgate";

    private final Signing signing;
    private final TokenProperties properties;
    private final SessionProperties sessions;
    private final Ids ids;
    private final Clock clock;

    AccessTokens(Signing signing, TokenProperties properties, SessionProperties sessions, Ids ids, Clock clock) {
        this.signing = signing;
        this.properties = properties;
        this.sessions = sessions;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new token for the session, good for {@code ACCESS_TOKEN_TTL}. */
    public Mono<String> issue(User user, Session session) {
        return Mono.defer(() -> signing.sign(claims(user, session)));
    }

    /**
     * A token in the user's place, for an administrator (RFC 8693 §4.1). It dies with the administrator's session, and proves
     * nothing that the user has not.
     *
     * @param session the administrator's
     */
    public Mono<String> issueFor(User user, UUID session, UUID administrator) {
        return Mono.defer(() -> signing.sign(claims(user, session, impersonationTtl())
                .claim("act", Map.of("sub", administrator.toString()))
                .claim("roles", List.of("user"))
                .build()));
    }

    /** No longer than a revocation of the session is remembered. */
    public Duration impersonationTtl() {
        Duration accessTtl = sessions.accessTtl();
        return accessTtl.compareTo(IMPERSONATION_TTL) < 0 ? accessTtl : IMPERSONATION_TTL;
    }

    private JWTClaimsSet claims(User user, Session session) {
        return claims(user, session.id(), sessions.accessTtl())
                .claim("auth_time", session.authenticatedAt().getEpochSecond())
                .claim("amr", session.methods())
                .claim("roles", user.admin() ? List.of("user", "admin") : List.of("user"))
                .build();
    }

    private JWTClaimsSet.Builder claims(User user, UUID session, Duration ttl) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(properties.audience())
                .subject(user.id().toString())
                .claim("sid", session.toString())
                .claim("client_id", CLIENT)
                .jwtID(ids.next().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ttl)));
    }
}
