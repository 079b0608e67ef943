package io.tollgate.auth.password;

import io.tollgate.auth.password.PasswordChangeResult.Changed;
import io.tollgate.auth.password.PasswordChangeResult.WrongPassword;
import io.tollgate.auth.password.PasswordRequests.Change;
import io.tollgate.auth.password.PasswordRequests.Message;
import io.tollgate.auth.session.RecentLogin;
import io.tollgate.auth.token.Family;
import io.tollgate.auth.token.Grants;
import io.tollgate.auth.token.TokenAnswers;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class ChangeHandler {

    private static final String DONE = "Password has been changed successfuly";

    private final Body body;
    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final PasswordPolicy policy;
    private final PasswordChange change;
    private final Grants grants;
    private final TokenAnswers answers;
    private final ClientAddresses addresses;

    ChangeHandler(
            Body body,
            CurrentUser currentUser,
            RecentLogin recentLogin,
            PasswordPolicy policy,
            PasswordChange change,
            Grants grants,
            TokenAnswers answers,
            ClientAddresses addresses) {
        this.body = body;
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.policy = policy;
        this.change = change;
        this.grants = grants;
        this.answers = answers;
        this.addresses = addresses;
    }

    Mono<ServerResponse> change(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .map(ChangeHandler::requireThemselves)
                .then(recentLogin.requireWhereFactors(request))
                .flatMap(who -> currentUser
                        .active(request)
                        .zipWhen(_ -> body.of(request, Change.class))
                        .flatMap(both -> changeOrAdd(both.getT1(), who, both.getT2(), request)));
    }

    private Mono<ServerResponse> changeOrAdd(User user, SignedIn who, Change wanted, ServerRequest request) {
        String old = wanted.oldPassword();
        return old == null
                ? add(user, wanted.newPassword(), request)
                : change(user, who, old, wanted.newPassword(), request);
    }

    /** Without a password to show, a session alone is not enough: it may be somebody else's find. */
    private Mono<ServerResponse> add(User user, String password, ServerRequest request) {
        return change.hasPassword(user)
                .filter(has -> !has)
                .flatMap(_ -> recentLogin.require(request))
                .delayUntil(_ -> policy.check("new_password", password, user.email(), user.username()))
                .flatMap(who -> change.add(user, who, password, addresses.facts(request)))
                .switchIfEmpty(Mono.error(() -> ApiException.invalid("old_password", "Field required")))
                .flatMap(result -> answer(request, result));
    }

    private Mono<ServerResponse> change(User user, SignedIn who, String old, String next, ServerRequest request) {
        requireAnother(old, next);
        return policy.check("new_password", next, user.email(), user.username())
                .then(Mono.defer(() -> change.change(user, who, old, next, addresses.facts(request))))
                .flatMap(result -> answer(request, result));
    }

    private Mono<ServerResponse> answer(ServerRequest request, PasswordChangeResult result) {
        return switch (result) {
            case Changed(Family family) -> done(request, family);
            case WrongPassword _ -> Mono.error(() -> new ApiException(ErrorCode.WRONG_PASSWORD));
        };
    }

    private Mono<ServerResponse> done(ServerRequest request, @Nullable Family family) {
        return family == null
                ? ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(new Message(DONE))
                : grants.grant(family).flatMap(grant -> answers.renewed(request, grant, DONE));
    }

    /** An administrator in the user's place may look, but not take the account over. */
    private static SignedIn requireThemselves(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
        }
        return who;
    }

    private static void requireAnother(String old, String next) {
        if (!PasswordPolicy.hashable(old)) {
            throw ApiException.invalid(
                    "old_password", "String should have between 1 and " + PasswordPolicy.MAX_LENGTH + " characters");
        }
        if (PasswordPolicy.same(old, next)) {
            throw ApiException.invalid("new_password", "The new password is the old one");
        }
    }
}
