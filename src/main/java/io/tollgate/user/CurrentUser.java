package io.tollgate.user;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * The guards. Each reads the user as the database has it now, so a demotion or deactivation counts from the next request on.
 *
 * <ul>
 *   <li><i>any</i>: valid token and the user exists, else 401
 *   <li><i>active</i>: also not deactivated and e-mail verified, else 403
 *   <li><i>admin</i>: also an administrator, else 403
 * </ul>
 */
@Component
public class CurrentUser {

    private final UserRepository users;

    CurrentUser(UserRepository users) {
        this.users = users;
    }

    public Mono<User> any(ServerRequest request) {
        return signedIn(request)
                .flatMap(principal -> users.findById(principal.userId()))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_GONE)));
    }

    public Mono<User> active(ServerRequest request) {
        return any(request).map(CurrentUser::requireActive);
    }

    public Mono<User> admin(ServerRequest request) {
        return signedIn(request)
                .doOnNext(CurrentUser::requireThemselves)
                .then(Mono.defer(() -> active(request)))
                .map(CurrentUser::requireAdmin);
    }

    /** The token's user and session; 401 when there is none, 403 for a service account. */
    public Mono<SignedIn> signedIn(ServerRequest request) {
        return request.principal()
                .ofType(Authentication.class)
                .mapNotNull(Authentication::getPrincipal)
                .doOnNext(CurrentUser::requireNoService)
                .ofType(SignedIn.class)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_AUTHENTICATED)));
    }

    private static void requireNoService(Object principal) {
        if (principal instanceof ServicePrincipal) {
            throw new ApiException(ErrorCode.USER_TOKEN_REQUIRED);
        }
    }

    private static User requireActive(User user) {
        if (!user.mayAct()) {
            throw new ApiException(ErrorCode.ACCOUNT_NOT_ACTIVE);
        }
        return user;
    }

    /** In a user's place nobody is an administrator, not even when the user has become one. */
    private static void requireThemselves(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.ADMIN_REQUIRED);
        }
    }

    private static User requireAdmin(User user) {
        if (!user.admin()) {
            throw new ApiException(ErrorCode.ADMIN_REQUIRED);
        }
        return user;
    }
}
