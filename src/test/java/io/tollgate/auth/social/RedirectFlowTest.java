package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseCookie;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** To the provider and back, with everything that can go wrong on the way. */
@IntegrationTest
class RedirectFlowTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private CircuitBreakerRegistry breakers;

    private SocialClient client;
    private SocialAccounts accounts;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github"})
    void signsInAndAnswersAsTheOriginalDoes(String name) {
        Answer answer = client.signIn(name).expect(200);
        assertThat(answer.body().propertyNames()).containsExactly("token", "refresh_token", "type", "user");
        assertThat(answer.body().get("user").get("email").asString()).isEqualTo(account.email());
        assertThat(answer.body().get("user").get("provider").asString()).isEqualTo(name);
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
        assertThat(client.me(answer.token())).isEqualTo(200);
        assertThat(claims(answer.token())).contains("\"amr\":[\"fed\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github"})
    void sendsStateAndChallengeAndKeepsThemFromTheDatabase(String name) {
        Answer start = client.start(name, Map.of()).expect(307);
        ResponseCookie cookie = start.cookies().get("oauth_state_" + name);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(start.headers().getCacheControl()).isEqualTo("no-store");
        Map<String, String> sent = SocialClient.query(URI.create(start.location()));
        assertThat(sent.get("state")).hasSize(43).isNotEqualTo(cookie.getValue());
        assertThat(sent.get("code_challenge_method")).isEqualTo("S256");
        assertThat(sent.get("code_challenge")).isEqualTo(new BrowserSecret(cookie.getValue()).challenge());
        assertThat(sent.containsKey("nonce")).isEqualTo(name.equals("google"));
        assertThat(sent.get("scope")).isEqualTo(name.equals("google") ? "openid email profile" : "user:email");
        assertThat(rowsHolding(sent.get("state"))).isZero();
        assertThat(rowsHolding(cookie.getValue())).isZero();
    }

    @Test
    void passesHintsOnButNothingThatIsOurs() {
        Departed departed = client.depart(
                "google",
                Map.of(
                        "login_hint", "ada lovelace+x&state=1@example.test",
                        "state", "mine",
                        "STATE", "mine",
                        "Redirect_Uri", "https://evil.test",
                        "client_id", "evil",
                        "scope", "everything",
                        "response_mode", "fragment"));
        Map<String, String> sent = SocialClient.query(departed.authorizeUrl());
        assertThat(sent.get("login_hint")).isEqualTo("ada lovelace+x&state=1@example.test");
        assertThat(sent)
                .doesNotContainKeys("STATE", "Redirect_Uri", "response_mode")
                .doesNotContainValue("mine");
        assertThat(sent.get("client_id")).isEqualTo(FakeProvider.GOOGLE_CLIENT);
        assertThat(sent.get("redirect_uri")).isEqualTo("http://tollgate.test/auth/social/callback/google");
        client.comeBack(departed).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.test/signed-in/",
                "https://app.test/signed-in?x=1",
                "https://app.test.evil.test/signed-in",
                "https://APP.test/signed-in",
                "https://app.test/signed-in#",
                "https://user@app.test/signed-in",
                "//app.test/signed-in",
                "javascript:alert(1)"
            })
    void sendsNobodyBackToAnAddressThatIsNotConfigured(String address) {
        Answer refused = client.start("google", Map.of("redirect_to", address, "code_challenge", "x".repeat(43)));
        refused.expect(422);
        assertThat(refused.body().get("errors").propertyNames()).containsExactly("redirect_to");
        assertThat(refused.cookies()).isEmpty();
    }

    @Test
    void wantsAChallengeFromAnApp() {
        Answer refused =
                client.start("google", Map.of("redirect_to", TestSocial.APP)).expect(422);
        assertThat(refused.body().get("errors").propertyNames()).containsExactly("code_challenge");
        client.start("google", Map.of("redirect_to", TestSocial.APP, "code_challenge", "short"))
                .expect(422);
        client.start("google", Map.of("code_challenge", "x".repeat(43), "code_challenge_method", "plain"))
                .expect(422);
    }

    @Test
    void refusesAnAnswerWithoutIssuerFromWhoAlwaysNamesIt() {
        provider.misbehave(Mischief.NO_ISSUER);
        assertThat(client.signIn("google").expect(400).code()).isEqualTo("social_callback_invalid");
        client.signIn("github").expect(200);
    }

    @Test
    void refusesAnotherIssuerThanTheOneAsked() {
        provider.misbehave(Mischief.WRONG_ISSUER);
        int exchanged = provider.calls("/google/token");
        assertThat(client.signIn("google").expect(400).code()).isEqualTo("social_callback_invalid");
        assertThat(client.signInFromApp("google").inApp("error")).isEqualTo("social_callback_invalid");
        assertThat(provider.calls("/google/token")).isEqualTo(exchanged);
        assertThat(accounts.outcomes("login", 1)).containsExactly("issuer_mismatch");
    }

    @ParameterizedTest
    @CsvSource({"google, Google authentication failed", "github, GitHub authentication failed"})
    void tellsThatSomebodySaidNo(String name, String detail) {
        provider.misbehave(Mischief.DENIES);
        Answer refused = client.signIn(name).expect(400);
        assertThat(refused.code()).isEqualTo("social_login_failed");
        assertThat(refused.body().get("detail").asString()).isEqualTo(detail);
        assertThat(client.signInFromApp(name).inApp("error")).isEqualTo("social_login_failed");
    }

    @ParameterizedTest
    @CsvSource({"google, Google returned invalid response", "github, GitHub token exchange failed"})
    void refusesACodeThatBelongsToAnotherFlow(String name, String detail) {
        provider.misbehave(Mischief.SWAPPED_CODE);
        Answer refused = client.signIn(name).expect(400);
        assertThat(refused.body().get("detail").asString()).isEqualTo(detail);
        assertThat(accounts.users(account)).isZero();
    }

    @Test
    void replaysNoCodeOfTheProvider() {
        Departed first = client.depart("github", Map.of());
        String code = SocialClient.query(client.consent(first)).get("code");
        Departed second = client.depart("github", Map.of());
        String query = "state=" + second.param("state") + "&code=" + code;
        client.callback("/auth/social/callback/github", query, second.cookie()).expect(400);
        assertThat(accounts.users(account)).isZero();
    }

    private long rowsHolding(String secret) {
        return accounts.count("select count(*) from social_flows f where f::text like '%' || :it || '%'", secret);
    }

    private static String claims(String token) {
        return new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
