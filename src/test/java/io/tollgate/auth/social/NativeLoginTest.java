package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestSocial;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import io.tollgate.platform.time.Secrets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** POST /auth/social/google/token: id_tokens that an app got on the device. */
@IntegrationTest
class NativeLoginTest {

    private static final String NONCE = "made-by-the-app";

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private CircuitBreakerRegistry breakers;

    private SocialClient client;
    private SocialAccounts accounts;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        wellAgain();
    }

    @AfterEach
    void wellAgain() {
        provider.misbehave();
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {FakeProvider.GOOGLE_CLIENT, FakeProvider.ANDROID_CLIENT})
    void takesTokensForAnyOfOurClients(String audience) {
        Answer answer = signIn(provider.idToken(account, audience, null), null).expect(200);
        assertThat(client.me(answer.token())).isEqualTo(200);
        assertThat(answer.body().get("user").get("email").asString()).isEqualTo(account.email());
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
    }

    @Test
    void takesANonceAsItIsOrHashed() {
        signIn(token(NONCE), NONCE).expect(200);
        signIn(token(HexFormat.of().formatHex(Secrets.sha256(NONCE))), NONCE).expect(200);
        signIn(token(BrowserSecret.sha256(NONCE)), NONCE).expect(200);
    }

    @Test
    void refusesAnotherNonceThanTheOneSent() {
        refused(signIn(token("another"), NONCE));
        refused(signIn(token(null), NONCE));
    }

    @Test
    void mindsNoNonceThatTheSdkMadeByItself() {
        signIn(token("injected by the SDK"), null).expect(200);
    }

    @Test
    void insistsOnANonceWhereTheDeploymentDoes() {
        SocialClient there = new SocialClient(SecondNode.sharedWithOtherRules().http());
        refused(there.post("/auth/social/google/token", Map.of("id_token", token(NONCE))));
        there.post("/auth/social/google/token", Map.of("id_token", token(NONCE), "nonce", NONCE))
                .expect(200);
    }

    @Test
    void takesEachTokenOnce() {
        String token = token(null);
        signIn(token, null).expect(200);
        refused(signIn(token, null));
        assertThat(accounts.outcomes("login", 1)).containsExactly("token_replayed");
    }

    @Test
    void isNotFooledByAnotherSpellingOfTheSameSignature() {
        String token = token(null);
        signIn(token, null).expect(200);
        for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            refused(signIn(token.substring(0, token.length() - 1) + last, null));
        }
        refused(signIn(token + "=", null));
    }

    @Test
    void letsOneOfTwentyParallelUsesIn() {
        String token = token(null);
        List<Integer> statuses = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> signIn(token, null).status())
                .toList();
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 400);
    }

    @ParameterizedTest
    @EnumSource(value = Mischief.class, mode = Mode.MATCH_ALL, names = "ID_.*")
    void believesNoFalseToken(Mischief way) {
        Answer answer = signIn(provider.idToken(account, FakeProvider.ANDROID_CLIENT, NONCE, way), NONCE);
        switch (way) {
            case ID_WITHOUT_EMAIL -> assertThat(answer.expect(403).code()).isEqualTo("social_email_unverified");
            case ID_EMAIL_VERIFIED_AS_TEXT -> assertThat(answer.status()).isIn(400, 403);
            default -> refused(answer);
        }
        assertThat(accounts.users(account)).isZero();
    }

    @Test
    void refusesATokenThatIsTooOld() {
        String token = token(null);
        clock.advance(Duration.ofHours(1).plusSeconds(31));
        refused(signIn(token, null));
    }

    @Test
    void refusesAnAccessTokenOfOurOwn() {
        String own = signIn(token(null), null).expect(200).token();
        refused(signIn(own, null));
    }

    @Test
    void asksForAVerifiedAddress() {
        Answer answer = signIn(provider.idToken(account.unverified(), FakeProvider.ANDROID_CLIENT, null), null);
        assertThat(answer.expect(403).code()).isEqualTo("social_email_unverified");
        assertThat(accounts.users(account)).isZero();
    }

    @Test
    void hasNothingToDoWithGithub() {
        client.post("/auth/social/github/token", Map.of("id_token", "x")).expect(404);
        client.post("/auth/social/facebook/token", Map.of("id_token", "x")).expect(404);
    }

    @Test
    void holdsTheBodyToItsForm() {
        client.post("/auth/social/google/token", Map.of()).expect(422);
        client.post("/auth/social/google/token", Map.of("id_token", "x", "admin", true))
                .expect(422);
        refused(signIn("x", null));
        refused(signIn("a.b.c", null));
        refused(signIn("\u0000", null));
    }

    private String token(String nonce) {
        return provider.idToken(account, FakeProvider.ANDROID_CLIENT, nonce);
    }

    private Answer signIn(String idToken, String nonce) {
        return client.post(
                "/auth/social/google/token",
                nonce == null ? Map.of("id_token", idToken) : Map.of("id_token", idToken, "nonce", nonce));
    }

    private static void refused(Answer answer) {
        answer.expect(400);
        assertThat(answer.code()).isEqualTo("social_login_failed");
        assertThat(answer.body().get("detail").asString()).isEqualTo("Sign-in failed");
    }
}
