package io.tollgate.auth.token;

import io.tollgate.user.SignedIn;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** The form in which Spring Security carries the signed-in user. Without authorities: handlers ask the database. */
final class BearerOfToken extends AbstractAuthenticationToken {

    private final transient SignedIn bearer;

    BearerOfToken(SignedIn bearer) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.bearer = bearer;
        setAuthenticated(true);
    }

    @Override
    public SignedIn getPrincipal() {
        return bearer;
    }

    @Override
    public String getCredentials() {
        return "";
    }
}
