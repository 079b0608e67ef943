package io.tollgate.auth.social;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tollgate.auth.social.ProvenIdentity.Person;
import io.tollgate.auth.social.ProvenIdentity.UsedToken;
import io.tollgate.user.User;
import java.text.ParseException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Google says of somebody, with the signed token it was read from. */
record GoogleClaims(Info info, UsedToken token) {

    /** The claims of OIDC §5.1 we have a use for, in an id_token or from userinfo. */
    record Info(
            @Nullable String sub,
            @Nullable String email,
            @Nullable Boolean emailVerified,
            @Nullable String hd,
            @Nullable String name,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String picture) {

        static Info of(JWTClaimsSet claims) throws ParseException {
            return new Info(
                    claims.getSubject(),
                    claims.getStringClaim("email"),
                    claims.getBooleanClaim("email_verified"),
                    claims.getStringClaim("hd"),
                    claims.getStringClaim("name"),
                    claims.getStringClaim("given_name"),
                    claims.getStringClaim("family_name"),
                    claims.getStringClaim("picture"));
        }
    }

    @Nullable String email() {
        return info.email();
    }

    GoogleClaims completedBy(Info userinfo) {
        if (!Objects.equals(info.sub(), userinfo.sub())) {
            throw new ProviderFailure(Refusal.ANSWER_INVALID);
        }
        return new GoogleClaims(userinfo, token);
    }

    /** Gmail, or a Workspace domain: elsewhere the address was Google's to check once and is not Google's to give. */
    private boolean authoritative() {
        String email = info.email();
        String domain = info.hd();
        return email != null && email.toLowerCase(Locale.ROOT).endsWith("@gmail.com")
                || domain != null && !domain.isBlank();
    }

    ProvenIdentity identity() {
        return new ProvenIdentity(
                User.Provider.GOOGLE,
                Objects.requireNonNull(info.sub()),
                info.email(),
                Boolean.TRUE.equals(info.emailVerified()),
                authoritative(),
                null,
                Objects.requireNonNullElse(info.name(), ""),
                true,
                new Person(info.givenName(), info.familyName(), info.picture()),
                token);
    }

    @Override
    public String toString() {
        return "GoogleClaims[]";
    }
}
