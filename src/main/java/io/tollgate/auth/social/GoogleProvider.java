package io.tollgate.auth.social;

import io.tollgate.user.User;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Google: OpenID Connect, so the user is who the signed id_token says. */
final class GoogleProvider implements IdentityProvider {

    private static final Set<String> HINTS = Set.of("login_hint", "hd");

    private final GoogleProperties properties;
    private final ProviderHttp http;
    private final GoogleIdTokens idTokens;

    GoogleProvider(GoogleProperties properties, ProviderHttp http, GoogleIdTokens idTokens) {
        this.properties = properties;
        this.http = http;
        this.idTokens = idTokens;
    }

    record Tokens(@Nullable String idToken, @Nullable String accessToken) {

        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    @Override
    public User.Provider key() {
        return User.Provider.GOOGLE;
    }

    @Override
    public String displayName() {
        return "Google";
    }

    @Override
    public boolean configured() {
        return properties.configured();
    }

    @Override
    public String issuer() {
        return properties.issuer();
    }

    @Override
    public boolean namesIssuer() {
        return properties.callbackIssuer();
    }

    @Override
    public URI authorizeUrl(String state, BrowserSecret secret, Map<String, String> asked) {
        return new AuthorizeUrl(properties.authUrl())
                .withHints(asked, HINTS)
                .with("client_id", properties.clientId())
                .with("redirect_uri", properties.redirectUri())
                .with("response_type", "code")
                .with("scope", "openid email profile")
                .with("state", state)
                .with("nonce", secret.nonce())
                .with("code_challenge", secret.challenge())
                .with("code_challenge_method", "S256")
                .with("prompt", "select_account")
                .toUri();
    }

    @Override
    public Mono<ProvenIdentity> redeem(String code, BrowserSecret secret) {
        return http.post(properties.tokenUrl(), properties.client().redeeming(code, secret), Tokens.class)
                .onErrorMap(GoogleProvider::isRefused, _ -> new ProviderFailure(Refusal.ANSWER_INVALID))
                .flatMap(tokens -> read(tokens, secret));
    }

    private Mono<ProvenIdentity> read(Tokens tokens, BrowserSecret secret) {
        if (tokens.idToken() == null) {
            return Mono.error(() -> new ProviderFailure(Refusal.ANSWER_INVALID));
        }
        return idTokens.verify(tokens.idToken(), Set.of(properties.clientId()), secret.nonce()::equals)
                .flatMap(claims -> complete(claims, tokens.accessToken()))
                .map(GoogleClaims::identity)
                .onErrorMap(GoogleProvider::isForged, _ -> new ProviderFailure(Refusal.ANSWER_INVALID));
    }

    /** Some hosted domains leave the address out of the id_token. Userinfo counts only if it is of the same person (OIDC §5.3.2). */
    private Mono<GoogleClaims> complete(GoogleClaims claims, @Nullable String accessToken) {
        if (claims.email() != null || accessToken == null) {
            return Mono.just(claims);
        }
        return http.get(properties.userinfoUrl(), accessToken, GoogleClaims.Info.class)
                .onErrorMap(GoogleProvider::isRefused, _ -> new ProviderFailure(Refusal.ANSWER_INVALID))
                .map(claims::completedBy);
    }

    private static boolean isRefused(Throwable fault) {
        return fault instanceof ProviderFailure failure && failure.refusal() == Refusal.EXCHANGE_REFUSED;
    }

    private static boolean isForged(Throwable fault) {
        return fault instanceof ProviderFailure failure && failure.refusal() == Refusal.TOKEN_INVALID;
    }
}
