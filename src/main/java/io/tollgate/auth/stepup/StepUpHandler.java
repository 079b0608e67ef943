package io.tollgate.auth.stepup;

import io.tollgate.auth.mfa.AdmissionAnswers;
import io.tollgate.auth.mfa.Admitted;
import io.tollgate.auth.stepup.StepUpResult.PasswordMissing;
import io.tollgate.auth.stepup.StepUpResult.Proven;
import io.tollgate.auth.stepup.StepUpResult.Refused;
import io.tollgate.auth.stepup.StepUpResult.SecondFactorMissing;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class StepUpHandler {

    private final CurrentUser currentUser;
    private final Body body;
    private final StepUp stepUp;
    private final AdmissionAnswers answers;
    private final ClientAddresses addresses;

    StepUpHandler(
            CurrentUser currentUser, Body body, StepUp stepUp, AdmissionAnswers answers, ClientAddresses addresses) {
        this.currentUser = currentUser;
        this.body = body;
        this.stepUp = stepUp;
        this.answers = answers;
        this.addresses = addresses;
    }

    Mono<ServerResponse> stepUp(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .doOnNext(StepUpHandler::requireThemselves)
                .flatMap(who -> body.of(request, StepUpRequest.class)
                        .flatMap(shown -> stepUp.stepUp(who, shown, addresses.facts(request))))
                .map(StepUpHandler::admittedOrRefusal)
                .flatMap(admitted -> answers.answer(request, admitted));
    }

    private static void requireThemselves(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
        }
    }

    private static Admitted admittedOrRefusal(StepUpResult result) {
        return switch (result) {
            case Proven(Admitted admitted) -> admitted;
            case Refused _ -> throw new ApiException(ErrorCode.STEP_UP_REFUSED);
            case SecondFactorMissing _ -> throw new ApiException(ErrorCode.MFA_REQUIRED);
            case PasswordMissing _ -> throw ApiException.invalid("password", "Field required");
        };
    }
}
