package io.tollgate.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.TestUsers.TestUser;
import java.text.ParseException;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Access tokens that are signed as all are, and say more than those of {@link io.tollgate.TestUsers}. */
public final class ForgedClaims {

    private ForgedClaims() {}

    /** The user's token, as an administrator gets it who acts in the user's place. */
    public static String actingFor(ApplicationContext context, TestUser user, UUID administrator) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(user.token()).getJWTClaimsSet();
            return context.getBean(Signing.class)
                    .sign(new JWTClaimsSet.Builder(claims)
                            .claim("act", Map.of("sub", administrator.toString()))
                            .build())
                    .block();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a token of ours says. */
    public static JWTClaimsSet of(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
