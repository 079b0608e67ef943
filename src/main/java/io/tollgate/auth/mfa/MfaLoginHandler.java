package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.MfaLoginResult.Complete;
import io.tollgate.auth.mfa.MfaLoginResult.Refused;
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
class MfaLoginHandler {

    private final Body body;
    private final MfaLogin login;
    private final AdmissionAnswers answers;
    private final ClientAddresses addresses;

    MfaLoginHandler(Body body, MfaLogin login, AdmissionAnswers answers, ClientAddresses addresses) {
        this.body = body;
        this.login = login;
        this.answers = answers;
        this.addresses = addresses;
    }

    Mono<ServerResponse> complete(ServerRequest request) {
        return body.of(request, MfaLoginRequest.class)
                .flatMap(wanted -> login.complete(wanted.mfaToken(), wanted.proof(), addresses.facts(request)))
                .map(MfaLoginHandler::admittedOrRefusal)
                .flatMap(admitted -> answers.answer(request, admitted));
    }

    private static Admitted admittedOrRefusal(MfaLoginResult result) {
        return switch (result) {
            case Complete(Admitted admitted) -> admitted;
            case Refused _ ->
                throw new ApiException(ErrorCode.MFA_INVALID).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        };
    }
}
