package io.tollgate.auth.login;

import io.tollgate.auth.login.LoginResult.Disabled;
import io.tollgate.auth.login.LoginResult.RightPassword;
import io.tollgate.auth.login.LoginResult.WrongCredentials;
import io.tollgate.auth.mfa.AdmissionAnswers;
import io.tollgate.auth.mfa.Admitted;
import io.tollgate.auth.password.PasswordPolicy;
import io.tollgate.platform.ratelimit.RateLimits;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class LoginHandler {

    /** None by the account alone: anybody could use that up for its owner. {@code Guessing} counts failures instead. */
    private static final String LIMIT = "login";

    private final Body body;
    private final PasswordLogin login;
    private final AdmissionAnswers answers;
    private final RateLimits limits;
    private final ClientAddresses addresses;

    LoginHandler(
            Body body, PasswordLogin login, AdmissionAnswers answers, RateLimits limits, ClientAddresses addresses) {
        this.body = body;
        this.login = login;
        this.answers = answers;
        this.limits = limits;
        this.addresses = addresses;
    }

    Mono<ServerResponse> login(ServerRequest request) {
        return body.of(request, LoginRequest.class)
                .doOnNext(LoginHandler::requireHashable)
                .flatMap(wanted -> limits.require(LIMIT, wanted.identifier(), request)
                        .then(Mono.defer(
                                () -> login.login(wanted.identifier(), wanted.password(), addresses.facts(request)))))
                .map(LoginHandler::admittedOrRefusal)
                .flatMap(admitted -> answers.answer(request, admitted));
    }

    private static void requireHashable(LoginRequest wanted) {
        if (!PasswordPolicy.hashable(wanted.password())) {
            throw ApiException.invalid(
                    "password", "String should have between 1 and " + PasswordPolicy.MAX_LENGTH + " characters");
        }
    }

    private static Admitted admittedOrRefusal(LoginResult result) {
        return switch (result) {
            case RightPassword(Admitted admitted) -> admitted;
            case WrongCredentials _ ->
                throw new ApiException(ErrorCode.INVALID_CREDENTIALS, "Invalid email or password")
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case Disabled _ -> throw new ApiException(ErrorCode.ACCOUNT_DISABLED);
        };
    }
}
