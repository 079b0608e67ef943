package io.tollgate.auth.social;

import io.tollgate.auth.social.GoogleProperties.NonceRule;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Signs in with the id_token that an app got from Google's SDK on the device. Each token is good for one sign-in. */
@Component
class NativeLogin {

    private final GoogleIdTokens idTokens;
    private final GoogleProperties properties;
    private final SocialLogin login;

    NativeLogin(GoogleIdTokens idTokens, SocialProperties properties, SocialLogin login) {
        this.idTokens = idTokens;
        this.properties = properties.google();
        this.login = login;
    }

    /** @param nonce as the app made it; the token may hold it as it is or as its SHA-256 */
    Mono<SocialResult> signIn(String idToken, @Nullable String nonce, RequestFacts facts) {
        return idTokens.verify(idToken, properties.audiences(), inToken -> allows(nonce, inToken))
                .map(GoogleClaims::identity)
                .flatMap(proof -> login.signIn(proof, facts))
                .onErrorResume(
                        ProviderFailure.class,
                        failure -> login.refuse(failure.refusal(), SocialLogin.attempt(User.Provider.GOOGLE, facts)));
    }

    private boolean allows(@Nullable String nonce, @Nullable String inToken) {
        if (nonce == null) {
            return properties.nativeNonce() == NonceRule.OPTIONAL;
        }
        return nonce.equals(inToken)
                || BrowserSecret.sha256(nonce).equals(inToken)
                || HexFormat.of().formatHex(Secrets.sha256(nonce)).equals(inToken);
    }
}
