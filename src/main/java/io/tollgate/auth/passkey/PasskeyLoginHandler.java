package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.AdmissionAnswers;
import io.tollgate.auth.mfa.Admitted;
import io.tollgate.auth.mfa.Challenge;
import io.tollgate.auth.mfa.Challenges;
import io.tollgate.auth.passkey.PasskeyLoginResult.LoggedIn;
import io.tollgate.auth.passkey.PasskeyLoginResult.Refused;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.SampledAudit;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class PasskeyLoginHandler {

    private final Body body;
    private final PasskeyOptions options;
    private final PasskeyLogin login;
    private final LoginBrowser browsers;
    private final Challenges logins;
    private final AdmissionAnswers answers;
    private final SampledAudit audit;
    private final ClientAddresses addresses;

    PasskeyLoginHandler(
            Body body,
            PasskeyOptions options,
            PasskeyLogin login,
            LoginBrowser browsers,
            Challenges logins,
            AdmissionAnswers answers,
            SampledAudit audit,
            ClientAddresses addresses) {
        this.body = body;
        this.options = options;
        this.login = login;
        this.browsers = browsers;
        this.logins = logins;
        this.answers = answers;
        this.audit = audit;
        this.addresses = addresses;
    }

    Mono<ServerResponse> options(ServerRequest request) {
        String browser = browsers.recogniseOrMake(request);
        return wanted(request)
                .flatMap(wanted -> wanted.identifier() == null
                        ? options.forLogin(null, browser)
                        : options.forLogin(wanted.identifier(), browser))
                .flatMap(made -> answer(made, browser));
    }

    Mono<ServerResponse> login(ServerRequest request) {
        return body.of(request, AuthenticationResponse.class)
                .flatMap(response -> login.login(
                        browsers.isStranger(request) ? null : response.decoded(),
                        browsers.recognise(request),
                        addresses.facts(request)))
                .map(PasskeyLoginHandler::admittedOrRefusal)
                .flatMap(admitted -> answers.answer(request, admitted));
    }

    /** For a login whose first factor was right. */
    Mono<ServerResponse> secondFactorOptions(ServerRequest request) {
        return body.of(request, MfaOptionsRequest.class)
                .flatMap(wanted -> logins.find(wanted.mfaToken()))
                .switchIfEmpty(Mono.defer(() -> refuse(addresses.facts(request))))
                .flatMap(challenge -> options.forSecondFactor(challenge.userId(), challenge.id()))
                .flatMap(made -> answer(made, null));
    }

    private Mono<Challenge> refuse(RequestFacts facts) {
        return audit.record(AuditEntry.of("login.passkey_options", facts).failed("challenge"))
                .then(Mono.error(
                        () -> new ApiException(ErrorCode.MFA_INVALID).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")));
    }

    /** A body is not needed to say nothing. */
    private Mono<PasskeyLoginRequest> wanted(ServerRequest request) {
        return request.headers().firstHeader(HttpHeaders.CONTENT_TYPE) == null
                ? Mono.just(PasskeyLoginRequest.ANYBODY)
                : body.of(request, PasskeyLoginRequest.class);
    }

    private Mono<ServerResponse> answer(RequestOptions made, @Nullable String browser) {
        ServerResponse.BodyBuilder answer = ServerResponse.ok().cacheControl(CacheControl.noStore());
        return (browser == null ? answer : answer.cookie(browsers.cookie(browser))).bodyValue(made);
    }

    private static Admitted admittedOrRefusal(PasskeyLoginResult result) {
        return switch (result) {
            case LoggedIn(Admitted admitted) -> admitted;
            case Refused _ ->
                throw new ApiException(ErrorCode.INVALID_CREDENTIALS, "The passkey was not accepted")
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        };
    }
}
