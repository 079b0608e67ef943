package io.tollgate.auth.otp;

import io.tollgate.auth.mfa.AdmissionAnswers;
import io.tollgate.auth.mfa.Admitted;
import io.tollgate.auth.otp.CodeBodies.Begun;
import io.tollgate.auth.otp.CodeBodies.Given;
import io.tollgate.auth.otp.CodeBodies.Wanted;
import io.tollgate.auth.otp.CodeLoginResult.CodeExpired;
import io.tollgate.auth.otp.CodeLoginResult.Disabled;
import io.tollgate.auth.otp.CodeLoginResult.RightCode;
import io.tollgate.auth.otp.CodeLoginResult.WrongCode;
import io.tollgate.platform.ratelimit.RateLimits;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.UserRepository;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class CodeHandler {

    private static final List<String> MAILS = List.of("code-mail", "code-mail-day");

    private final Body body;
    private final CodeRequest codeRequest;
    private final CodeLogin login;
    private final AdmissionAnswers answers;
    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final UserRepository users;
    private final LoginCodeProperties properties;
    private final boolean reveal;

    CodeHandler(
            Body body,
            CodeRequest codeRequest,
            CodeLogin login,
            AdmissionAnswers answers,
            RateLimits limits,
            ClientAddresses addresses,
            UserRepository users,
            LoginCodeProperties properties,
            @Value("${tollgate.auth.reveal-existing-accounts:false}") boolean reveal) {
        this.body = body;
        this.codeRequest = codeRequest;
        this.login = login;
        this.answers = answers;
        this.limits = limits;
        this.addresses = addresses;
        this.users = users;
        this.properties = properties;
        this.reveal = reveal;
    }

    Mono<ServerResponse> request(ServerRequest request) {
        return body.of(request, Wanted.class)
                .flatMap(wanted -> limits.require(MAILS, wanted.email(), request)
                        .then(Mono.defer(() -> reveal ? requireKnown(wanted.email()) : Mono.empty()))
                        .then(Mono.defer(() -> codeRequest.begin(wanted.email().strip(), addresses.facts(request)))))
                .flatMap(flowId -> ServerResponse.ok()
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(new Begun(
                                "If an account with this email exists, a login code has been sent.", flowId)));
    }

    Mono<ServerResponse> login(ServerRequest request) {
        return body.of(request, Given.class)
                .doOnNext(this::requireFlow)
                .flatMap(given -> login.login(
                        given.email().strip(), given.code().strip(), given.flowId(), addresses.facts(request)))
                .map(CodeHandler::admittedOrRefusal)
                .flatMap(admitted -> answers.answer(request, admitted));
    }

    private void requireFlow(Given given) {
        if (properties.flowRequired() && given.flowId() == null) {
            throw ApiException.invalid("flow_id", "Field required");
        }
    }

    /** Where a deployment wants the original system's answers. */
    private Mono<Void> requireKnown(String email) {
        return users.findByEmail(email)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.EMAIL_UNKNOWN)))
                .then();
    }

    private static Admitted admittedOrRefusal(CodeLoginResult result) {
        return switch (result) {
            case RightCode(Admitted admitted) -> admitted;
            case WrongCode _ -> throw new ApiException(ErrorCode.LOGIN_CODE_INVALID);
            case CodeExpired _ -> throw new ApiException(ErrorCode.LOGIN_CODE_EXPIRED);
            case Disabled _ -> throw new ApiException(ErrorCode.ACCOUNT_DISABLED);
        };
    }
}
