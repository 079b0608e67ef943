package io.tollgate.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.TestUsers.TestUser;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Access tokens that are signed as all are, and say more than those of {@link io.tollgate.TestUsers}. */
public final class ForgedClaims {

    private ForgedClaims() {}

    /** The user's token, as an administrator gets it who acts in the user's place. */
    public static String actingFor(ApplicationContext context, TestUser user, UUID administrator) {
        return signed(
                context,
                new JWTClaimsSet.Builder(of(user.token())).claim("act", Map.of("sub", administrator.toString())));
    }

    /** The user's token, as if they had logged in that long ago. */
    public static String ofALoginAgo(ApplicationContext context, TestUser user, Duration ago) {
        Instant then = user.session().authenticatedAt().minus(ago);
        return signed(context, new JWTClaimsSet.Builder(of(user.token())).claim("auth_time", then.getEpochSecond()));
    }

    /** The user's token, as it is this long after its end. */
    public static String expiredSince(ApplicationContext context, TestUser user, Duration since) {
        Instant end = context.getBean(Clock.class).instant().minus(since);
        return signed(context, new JWTClaimsSet.Builder(of(user.token())).expirationTime(Date.from(end)));
    }

    /** What a token of ours says. */
    public static JWTClaimsSet of(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(ApplicationContext context, JWTClaimsSet.Builder claims) {
        return context.getBean(Signing.class).sign(claims.build()).block();
    }
}
