package io.tollgate.auth.social;

import io.tollgate.auth.social.ProvenIdentity.Person;
import io.tollgate.platform.mail.FallbackAddress;
import io.tollgate.user.User;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * GitHub: plain OAuth, so the user is who the API says the token belongs to. Known by the numeric id; logins and addresses change
 * hands. Of the addresses only the primary one counts, and only if GitHub has verified it.
 */
final class GithubProvider implements IdentityProvider {

    private static final Set<String> HINTS = Set.of("login", "allow_signup");
    private static final Set<Integer> NOT_SHOWN = Set.of(403, 404);

    private final GithubProperties properties;
    private final ProviderHttp http;

    GithubProvider(GithubProperties properties, ProviderHttp http) {
        this.properties = properties;
        this.http = http;
    }

    /** GitHub answers 200 with an {@code error} where others answer 400. */
    record Tokens(@Nullable String accessToken) {}

    record Account(
            @Nullable Long id,
            @Nullable String login,
            @Nullable String name,
            @Nullable String avatarUrl) {}

    record Address(@Nullable String email, boolean primary, boolean verified) {}

    @Override
    public User.Provider key() {
        return User.Provider.GITHUB;
    }

    @Override
    public String displayName() {
        return "GitHub";
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
        return false;
    }

    @Override
    public URI authorizeUrl(String state, BrowserSecret secret, Map<String, String> asked) {
        return new AuthorizeUrl(properties.authorizeUrl())
                .withHints(asked, HINTS)
                .with("client_id", properties.clientId())
                .with("redirect_uri", properties.redirectUri())
                .with("response_type", "code")
                .with("scope", "user:email")
                .with("state", state)
                .with("code_challenge", secret.challenge())
                .with("code_challenge_method", "S256")
                .toUri();
    }

    @Override
    public Mono<ProvenIdentity> redeem(String code, BrowserSecret secret) {
        return exchange(code, secret)
                .flatMap(token -> account(token)
                        .flatMap(account -> addresses(token).map(addresses -> identity(account, addresses))));
    }

    private Mono<String> exchange(String code, BrowserSecret secret) {
        return http.post(properties.tokenUrl(), properties.client().redeeming(code, secret), Tokens.class)
                .mapNotNull(Tokens::accessToken)
                .switchIfEmpty(Mono.error(() -> new ProviderFailure(Refusal.EXCHANGE_REFUSED)));
    }

    private Mono<Account> account(String token) {
        return http.get(properties.userApi(), token, Account.class)
                .onErrorMap(GithubProvider::isRefused, _ -> new ProviderFailure(Refusal.ANSWER_INVALID));
    }

    private Mono<Address[]> addresses(String token) {
        return http.get(properties.emails(), token, Address[].class)
                .onErrorResume(GithubProvider::isNotShown, _ -> Mono.just(new Address[0]))
                .onErrorMap(GithubProvider::isRefused, _ -> new ProviderFailure(Refusal.ANSWER_INVALID));
    }

    private static ProvenIdentity identity(Account account, Address[] addresses) {
        Long id = account.id();
        String login = account.login();
        if (id == null || id <= 0 || login == null || login.isBlank()) {
            throw new ProviderFailure(Refusal.ANSWER_INVALID);
        }
        Address primary =
                Arrays.stream(addresses).filter(Address::primary).findFirst().orElse(null);
        return new ProvenIdentity(
                User.Provider.GITHUB,
                Long.toString(id),
                primary == null ? null : primary.email(),
                primary != null && primary.verified(),
                true,
                addresses.length == 0
                        ? FreeUsernames.plain(login).toLowerCase(Locale.ROOT) + FallbackAddress.DOMAIN
                        : null,
                login,
                false,
                person(account),
                null);
    }

    private static Person person(Account account) {
        String name = account.name() == null ? "" : account.name().strip();
        int space = name.indexOf(' ');
        return new Person(
                space < 0 ? name : name.substring(0, space),
                space < 0 ? null : name.substring(space + 1).strip(),
                account.avatarUrl());
    }

    private static boolean isNotShown(Throwable fault) {
        return fault instanceof ProviderFailure failure && NOT_SHOWN.contains(failure.status());
    }

    private static boolean isRefused(Throwable fault) {
        return fault instanceof ProviderFailure failure && failure.refusal() == Refusal.EXCHANGE_REFUSED;
    }
}
