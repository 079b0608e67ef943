package io.tollgate.auth.social;

import static io.tollgate.auth.social.SocialClient.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestSocial;
import io.tollgate.auth.OpenTransaction;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The code that an app gets in its address, and exchanges for tokens. */
@IntegrationTest
class HandOffTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private SocialClient client;
    private SocialAccounts accounts;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
    }

    @Test
    void putsACodeIntoTheAddressAndNoToken() {
        Answer back = client.signInFromApp("google");
        String code = back.inApp("code");
        assertThat(code).hasSize(43);
        assertThat(back.location()).isEqualTo(TestSocial.APP + "?code=" + code);
        assertThat(back.headers().getCacheControl()).isEqualTo("no-store");
        assertThat(accounts.count(
                        "select count(*) from sessions where user_id in (select user_id from identities"
                                + " where subject = :it)",
                        Long.toString(account.id())))
                .isZero();
        Answer tokens = client.exchange(code, VERIFIER).expect(200);
        assertThat(client.me(tokens.token())).isEqualTo(200);
    }

    @Test
    void keepsTheQueryOfTheAppsAddress() {
        String app = "com.example.app:/signed-in?from=tollgate";
        Departed departed =
                client.depart("github", Map.of("redirect_to", app, "code_challenge", BrowserSecret.sha256(VERIFIER)));
        assertThat(client.comeBack(departed).expect(303).location()).startsWith(app + "&code=");
    }

    @Test
    void takesACodeOnce() {
        String code = client.signInFromApp("github").inApp("code");
        client.exchange(code, VERIFIER).expect(200);
        refused(client.exchange(code, VERIFIER));
        assertThat(accounts.outcomes("login", 1)).containsExactly("code_invalid");
    }

    @Test
    void givesTokensToOneOfTwentyParallelExchanges() {
        String code = client.signInFromApp("google").inApp("code");
        List<Integer> statuses = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> client.exchange(code, VERIFIER).status())
                .toList();
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 400);
    }

    @Test
    void refusesACodeAfterAMinute() {
        String code = client.signInFromApp("google").inApp("code");
        clock.advance(Duration.ofSeconds(61));
        refused(client.exchange(code, VERIFIER));
    }

    @Test
    void burnsACodeAtTheFirstWrongVerifier() {
        String code = client.signInFromApp("google").inApp("code");
        refused(client.exchange(code, "x".repeat(50)));
        refused(client.exchange(code, VERIFIER));
    }

    @Test
    void refusesWhatIsNoCode() {
        refused(client.exchange("x".repeat(43), VERIFIER));
        refused(client.exchange("\u0000", VERIFIER));
        client.exchange("", VERIFIER).expect(422);
        client.exchange("x", "short").expect(422);
        client.post("/auth/social/exchange", Map.of("code", "x")).expect(422);
    }

    @Test
    void tellsADeactivatedUserNoMoreThanAStranger() {
        String code = client.signInFromApp("google").inApp("code");
        String userId = userId();
        accounts.run("update users set is_active = false where id = :id::uuid", userId);
        refused(client.exchange(code, VERIFIER));
        assertThat(accounts.outcomes("login", 1)).containsExactly("disabled");
        assertThat(client.signInFromApp("google").inApp("error")).isEqualTo("social_login_failed");
        assertThat(client.signIn("google").expect(400).body().get("detail").asString())
                .isEqualTo("Sign-in failed");
    }

    @Test
    void refusesWhoIsDeactivatedBetweenTheProofAndTheSession() {
        String code = client.signInFromApp("google").inApp("code");
        refused(OpenTransaction.whileDeactivated(db, UUID.fromString(userId()), () -> client.exchange(code, VERIFIER)));
        assertThat(accounts.outcomes("login", 1)).containsExactly("disabled");
    }

    @Test
    void refusesACodeOfAnIdentityThatWasUnlinkedMeanwhile() {
        String code = client.signInFromApp("github").inApp("code");
        accounts.run("delete from identities where user_id = :id::uuid", userId());
        refused(client.exchange(code, VERIFIER));
    }

    @Test
    void givesABrowserItsRefreshTokenAsACookie() {
        String code = client.signInFromApp("google").inApp("code");
        Answer answer = SocialClient.read(http.post()
                .uri("/auth/social/exchange")
                .header("Origin", "http://tollgate.test")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", code, "code_verifier", VERIFIER))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
        answer.expect(200);
        assertThat(answer.body().has("refresh_token")).isFalse();
        assertThat(answer.cookies().get("refresh_token").isHttpOnly()).isTrue();
    }

    @Test
    void storesNoCodeReadably() {
        String code = client.signInFromApp("google").inApp("code");
        assertThat(accounts.count("select count(*) from social_hand_offs h where h::text like '%' || :it || '%'", code))
                .isZero();
        assertThat(accounts.count("select count(*) from audit_log a where a::text like '%' || :it || '%'", code))
                .isZero();
    }

    private String userId() {
        return db.sql("select user_id::text from identities where subject = :it")
                .bind("it", Long.toString(account.id()))
                .mapValue(String.class)
                .one()
                .block();
    }

    private static void refused(Answer answer) {
        answer.expect(400);
        assertThat(answer.code()).isEqualTo("social_login_failed");
        assertThat(answer.body().get("detail").asString()).isEqualTo("Sign-in failed");
    }
}
