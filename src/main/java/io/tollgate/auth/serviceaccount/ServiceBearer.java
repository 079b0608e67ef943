package io.tollgate.auth.serviceaccount;

import io.tollgate.user.ServicePrincipal;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** The form in which Spring Security carries a service account. Its scopes are asked for by the guard. */
final class ServiceBearer extends AbstractAuthenticationToken {

    private final transient ServicePrincipal bearer;

    ServiceBearer(ServicePrincipal bearer) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.bearer = bearer;
        setAuthenticated(true);
    }

    @Override
    public ServicePrincipal getPrincipal() {
        return bearer;
    }

    @Override
    public String getCredentials() {
        return "";
    }
}
