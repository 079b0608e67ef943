package io.tollgate.auth.mfa;

import io.tollgate.auth.session.RecentLogin;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class MfaHandler {

    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final Body body;
    private final ClientAddresses addresses;
    private final MfaProperties properties;
    private final SecondFactors factors;
    private final TotpRepository totp;
    private final TotpEnrolment enrolment;
    private final TotpRemoval removal;
    private final RecoveryCodes recoveryCodes;
    private final CodeReplacement replacement;

    MfaHandler(
            CurrentUser currentUser,
            RecentLogin recentLogin,
            Body body,
            ClientAddresses addresses,
            MfaProperties properties,
            SecondFactors factors,
            TotpRepository totp,
            TotpEnrolment enrolment,
            TotpRemoval removal,
            RecoveryCodes recoveryCodes,
            CodeReplacement replacement) {
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.body = body;
        this.addresses = addresses;
        this.properties = properties;
        this.factors = factors;
        this.totp = totp;
        this.enrolment = enrolment;
        this.removal = removal;
        this.recoveryCodes = recoveryCodes;
        this.replacement = replacement;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return currentUser.active(request).flatMap(this::view).flatMap(MfaHandler::ok);
    }

    Mono<ServerResponse> begin(ServerRequest request) {
        return trusted(request)
                .flatMap(caller -> enrolment
                        .begin(caller.who(), addresses.facts(request))
                        .map(secret -> TotpOffer.of(
                                secret, properties.issuer(), caller.user().emailDisplay())))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.MFA_ALREADY_ENABLED)))
                .flatMap(MfaHandler::ok);
    }

    Mono<ServerResponse> confirm(ServerRequest request) {
        return trusted(request)
                .flatMap(caller -> body.of(request, CodeRequest.class)
                        .flatMap(wanted -> enrolment.confirm(caller.who(), wanted.code(), addresses.facts(request))))
                .map(result -> switch (result) {
                    case TotpEnrolmentResult.Enabled(List<String> codes) -> new RecoveryCodesView(codes);
                    case TotpEnrolmentResult.WrongCode _ -> throw new ApiException(ErrorCode.MFA_CODE_INVALID);
                    case TotpEnrolmentResult.AlreadyEnabled _ -> throw new ApiException(ErrorCode.MFA_ALREADY_ENABLED);
                })
                .flatMap(MfaHandler::ok);
    }

    Mono<ServerResponse> remove(ServerRequest request) {
        return trusted(request)
                .flatMap(caller -> body.of(request, ProofRequest.class)
                        .flatMap(wanted -> removal.remove(caller.who(), wanted.proof(), addresses.facts(request))))
                .flatMap(result -> switch (result) {
                    case TotpRemovalResult.Removed _ ->
                        ServerResponse.noContent().build();
                    case TotpRemovalResult.Refused _ -> throw new ApiException(ErrorCode.MFA_CODE_INVALID);
                    case TotpRemovalResult.NotEnabled _ -> throw new ApiException(ErrorCode.MFA_NOT_ENABLED);
                });
    }

    Mono<ServerResponse> replaceCodes(ServerRequest request) {
        return trusted(request)
                .flatMap(caller -> body.of(request, ProofRequest.class)
                        .flatMap(wanted -> replacement.replace(caller.who(), wanted.proof(), addresses.facts(request))))
                .map(result -> switch (result) {
                    case CodeReplacementResult.Replaced(List<String> codes) -> new RecoveryCodesView(codes);
                    case CodeReplacementResult.Refused _ -> throw new ApiException(ErrorCode.MFA_CODE_INVALID);
                    case CodeReplacementResult.NotEnabled _ -> throw new ApiException(ErrorCode.MFA_NOT_ENABLED);
                })
                .flatMap(MfaHandler::ok);
    }

    private record Caller(SignedIn who, User user) {}

    /** Active, and signed in a short while ago. */
    private Mono<Caller> trusted(ServerRequest request) {
        return recentLogin
                .require(request)
                .flatMap(who -> currentUser.active(request).map(user -> new Caller(who, user)));
    }

    private Mono<MfaView> view(User user) {
        return Mono.zip(
                        factors.methods(user.id()),
                        totp.confirmedAt(user.id()).map(Optional::of).defaultIfEmpty(Optional.empty()),
                        recoveryCodes.left(user.id()))
                .map(parts -> new MfaView(
                        !parts.getT1().isEmpty(), parts.getT1(), parts.getT2().orElse(null), parts.getT3()));
    }

    private static Mono<ServerResponse> ok(Object view) {
        return ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(view);
    }
}
