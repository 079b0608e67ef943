package io.tollgate.auth.social;

import io.tollgate.auth.mfa.AdmissionAnswers;
import io.tollgate.auth.mfa.Admitted;
import io.tollgate.auth.social.SocialResult.Refused;
import io.tollgate.auth.social.SocialResult.SignedIn;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Tokens for what an app brings: a hand-off code, or a provider's id_token. */
@Component
class ExchangeHandler {

    private final Body body;
    private final Providers providers;
    private final SocialLogin login;
    private final NativeLogin nativeLogin;
    private final AdmissionAnswers answers;
    private final ClientAddresses addresses;

    ExchangeHandler(
            Body body,
            Providers providers,
            SocialLogin login,
            NativeLogin nativeLogin,
            AdmissionAnswers answers,
            ClientAddresses addresses) {
        this.body = body;
        this.providers = providers;
        this.login = login;
        this.nativeLogin = nativeLogin;
        this.answers = answers;
        this.addresses = addresses;
    }

    Mono<ServerResponse> exchange(ServerRequest request) {
        return body.of(request, ExchangeRequest.class)
                .flatMap(given -> login.exchange(given.code(), given.codeVerifier(), addresses.facts(request)))
                .map(result -> admittedOrRefusal(result, ""))
                .flatMap(admitted -> answers.answer(request, admitted));
    }

    Mono<ServerResponse> idToken(ServerRequest request) {
        return Mono.fromSupplier(() -> providerOfIdTokens(request.pathVariable("provider")))
                .flatMap(provider -> body.of(request, IdTokenRequest.class)
                        .flatMap(given -> nativeLogin.signIn(given.idToken(), given.nonce(), addresses.facts(request)))
                        .map(result -> admittedOrRefusal(result, provider.displayName())))
                .flatMap(admitted -> answers.answer(request, admitted));
    }

    private IdentityProvider providerOfIdTokens(String name) {
        IdentityProvider provider = providers.named(name);
        if (provider.key() != User.Provider.GOOGLE) {
            throw new ApiException(ErrorCode.NOT_FOUND, provider.displayName() + " issues no id_tokens");
        }
        return provider;
    }

    private static Admitted admittedOrRefusal(SocialResult result, String provider) {
        return switch (result) {
            case SignedIn(Admitted admitted) -> admitted;
            case Refused(Refusal refusal) -> throw refusal.exception(provider);
            case SocialResult.HandedOff _, SocialResult.Linked _ ->
                throw new IllegalStateException("Not what was asked for: " + result);
        };
    }
}
