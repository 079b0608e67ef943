package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Providers that are slow, broken or talk nonsense: a clear answer, never a 500, and nobody signed in. */
@IntegrationTest
class ProviderTroubleTest {

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
        provider.signIn(account);
        wellAgain();
    }

    @AfterEach
    void wellAgain() {
        provider.misbehave();
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @ParameterizedTest
    @CsvSource({
        "google, TOKEN_500,          503, social_provider_unavailable, Google temporarily unavailable",
        "github, TOKEN_500,          503, social_provider_unavailable, GitHub temporarily unavailable",
        "google, TOKEN_SLOW,         503, social_provider_unavailable, Google temporarily unavailable",
        "github, TOKEN_RESET,        503, social_provider_unavailable, GitHub temporarily unavailable",
        "google, TOKEN_429,          503, social_provider_unavailable, Google temporarily unavailable",
        "google, TOKEN_HUGE,         503, social_provider_unavailable, Google temporarily unavailable",
        "google, TOKEN_GARBAGE,      502, social_provider_error,       Invalid JSON from Google",
        "github, TOKEN_GARBAGE,      502, social_provider_error,       Invalid JSON from GitHub",
        "github, TOKEN_NULL,         502, social_provider_error,       Invalid JSON from GitHub",
        "google, TOKEN_WRONG_TYPES,  502, social_provider_error,       Invalid JSON from Google",
        "google, TOKEN_EMPTY_OBJECT, 400, social_login_failed,         Google returned invalid response",
        "github, TOKEN_EMPTY_OBJECT, 400, social_login_failed,         GitHub token exchange failed",
        "google, TOKEN_400,          400, social_login_failed,         Google returned invalid response",
        "github, TOKEN_400,          400, social_login_failed,         GitHub token exchange failed",
        "github, TOKEN_REDIRECT,     400, social_login_failed,         GitHub token exchange failed",
        "github, API_500,            503, social_provider_unavailable, GitHub temporarily unavailable",
        "github, API_SLOW,           503, social_provider_unavailable, GitHub temporarily unavailable",
        "github, API_401,            400, social_login_failed,         GitHub returned invalid response",
        "github, API_GARBAGE,        502, social_provider_error,       Invalid JSON from GitHub",
        "github, API_WITHOUT_ID,     400, social_login_failed,         GitHub returned invalid response",
        "github, EMAILS_500,         503, social_provider_unavailable, GitHub temporarily unavailable",
        "github, EMAILS_GARBAGE,     502, social_provider_error,       Invalid JSON from GitHub"
    })
    void saysWhatIsWrongWithTheProvider(String name, Mischief way, int status, String code, String detail) {
        provider.misbehave(way);
        Answer refused = client.signIn(name).expect(status);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.body().get("detail").asString()).isEqualTo(detail);
        assertThat(refused.headers().getFirst("Retry-After")).isEqualTo(status == 503 ? "15" : null);
        assertThat(refused.cookies().get("oauth_state_" + name).getMaxAge()).isZero();
        assertThat(accounts.users(account)).isZero();
    }

    @Test
    void tellsAWaitingApp() {
        provider.misbehave(Mischief.TOKEN_500);
        assertThat(client.signInFromApp("google").inApp("error")).isEqualTo("social_provider_unavailable");
        assertThat(accounts.outcomes("login", 1)).containsExactly("provider_unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github"})
    void exchangesACodeOnceEvenWhenTheAnswerIsLost(String name) {
        provider.misbehave(Mischief.TOKEN_RESET);
        int before = provider.calls("/" + name + "/token");
        client.signIn(name).expect(503);
        assertThat(provider.calls("/" + name + "/token")).isEqualTo(before + 1);
    }

    @Test
    void leavesABrokenProviderAloneForAWhile() {
        provider.misbehave(Mischief.TOKEN_500);
        for (int i = 0; i < 10; i++) {
            client.signIn("github").expect(503);
        }
        int asked = provider.calls("/github/token");
        Answer refused = client.signIn("github").expect(503);
        assertThat(refused.code()).isEqualTo("social_provider_unavailable");
        assertThat(provider.calls("/github/token")).isEqualTo(asked);
        provider.misbehave();
        client.signIn("google").expect(200);
    }

    @Test
    void doesNotTakeRefusalsForAnOutage() {
        provider.misbehave(Mischief.TOKEN_400);
        for (int i = 0; i < 12; i++) {
            client.signIn("github").expect(400);
        }
        provider.misbehave();
        client.signIn("github").expect(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mischief.class,
            names = {
                "ID_NOT_A_TOKEN",
                "ID_EXPIRED",
                "ID_WITHOUT_EXPIRY",
                "ID_FORGED",
                "ID_UNSIGNED",
                "ID_HMAC_WITH_PUBLIC_KEY",
                "ID_BRINGS_ITS_KEY",
                "ID_UNKNOWN_KEY",
                "ID_WRONG_AUDIENCE",
                "ID_SECOND_AUDIENCE",
                "ID_WITHOUT_AUDIENCE",
                "ID_WRONG_ISSUER",
                "ID_WRONG_NONCE",
                "ID_WITHOUT_NONCE",
                "ID_WITHOUT_SUBJECT"
            })
    void believesNoFalseIdToken(Mischief way) {
        provider.misbehave(way);
        Answer refused = client.signIn("google").expect(400);
        assertThat(refused.code()).isEqualTo("social_login_failed");
        assertThat(refused.body().get("detail").asString()).isEqualTo("Google returned invalid response");
        assertThat(accounts.outcomes("login", 1)).containsExactly("answer_invalid");
        assertThat(accounts.users(account)).isZero();
    }

    @Test
    void asksUserinfoForAnAddressThatTheIdTokenLacks() {
        provider.misbehave(Mischief.ID_WITHOUT_EMAIL);
        assertThat(client.signIn("google")
                        .expect(200)
                        .body()
                        .get("user")
                        .get("email")
                        .asString())
                .isEqualTo(account.email());
    }

    @Test
    void believesNoUserinfoOfAnotherPerson() {
        provider.misbehave(Mischief.ID_WITHOUT_EMAIL, Mischief.USERINFO_OF_ANOTHER);
        client.signIn("google").expect(400);
        assertThat(accounts.users(account)).isZero();
    }

    @Test
    void takesTheWordTrueForNoVerification() {
        provider.misbehave(Mischief.ID_EMAIL_VERIFIED_AS_TEXT);
        Answer refused = client.signIn("google");
        assertThat(refused.status()).isIn(400, 403);
        assertThat(accounts.users(account)).isZero();
    }
}
