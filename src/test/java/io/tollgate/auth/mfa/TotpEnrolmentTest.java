package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class TotpEnrolmentTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DatabaseClient db;

    private MfaClient client;
    private TestUser user;

    @BeforeEach
    void signUp() {
        client = new MfaClient(context, http);
        user = client.signUp();
    }

    @Test
    void showsASecretInThreeForms() {
        Answer offer = begin(user).expect(200);
        String secret = offer.text("secret");
        assertThat(secret).matches("[A-Z2-7]{32}");
        String uri = offer.text("otpauth_uri");
        assertThat(uri)
                .isEqualTo("otpauth://totp/Tollgate:" + user.user().email().replace("@", "%40") + "?secret=" + secret
                        + "&issuer=Tollgate&algorithm=SHA1&digits=6&period=30");
        String picture = offer.text("qr_code");
        assertThat(picture).startsWith("data:image/svg+xml;base64,");
        byte[] svg = Base64.getDecoder().decode(picture.substring(picture.indexOf(',') + 1));
        assertThat(new String(svg, StandardCharsets.US_ASCII))
                .startsWith("<svg")
                .doesNotContain(secret);
        assertThat(Scanner.read(picture)).as("what an app scans").isEqualTo(uri);
        assertThat(offer.body().get("expires_in").asLong()).isEqualTo(900);
        assertThat(offer.headers().getCacheControl()).isEqualTo("no-store");
    }

    @Test
    void changesNothingUntilACodeHasComeBack() {
        begin(user).expect(200);
        assertThat(client.login(user).expect(200).body().has("token")).isTrue();
        assertThat(mfa(user).body().get("enabled").asBoolean()).isFalse();
    }

    @Test
    void isOnOnceACodeHasComeBack() {
        Enrolled enrolled = client.enrol(user);
        assertThat(enrolled.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        Answer shown = mfa(user);
        assertThat(shown.body().get("enabled").asBoolean()).isTrue();
        assertThat(shown.body().get("methods").toString()).isEqualTo("[\"totp\",\"recovery_code\"]");
        assertThat(shown.body().get("recovery_codes_left").asLong()).isEqualTo(10);
        assertThat(shown.body().hasNonNull("totp_since")).isTrue();
        assertThat(client.login(user).expect(200).body().get("mfa_required").asBoolean())
                .isTrue();
        assertThat(client.outcomes("mfa.totp_enabled", user)).isEqualTo(Map.of("success", 1L));
        assertThat(Mailbox.of(user.user().email()).awaitOne().subject()).isEqualTo("An authenticator app was added");
    }

    @Test
    void endsAllOtherSessionsButNotThisOne() {
        Answer before = client.login(user).expect(200);
        confirm(user, client.codeOf(begin(user).text("secret"), 0)).expect(200);
        assertThat(client.me(user.token())).isEqualTo(200);
        assertThat(client.me(before.text("token"))).isEqualTo(401);
        assertThat(client.refresh(before.text("refresh_token"))).isEqualTo(401);
        assertThat(reasons()).containsExactly("factors_changed");
    }

    @Test
    void forgetsTheSecretThatWasShownBefore() {
        String old = begin(user).text("secret");
        String secret = begin(user).text("secret");
        assertThat(secret).isNotEqualTo(old);
        confirm(user, client.codeOf(old, 0)).expect(403);
        confirm(user, client.codeOf(secret, 0)).expect(200);
    }

    @Test
    void switchesOnOnceHoweverOftenTheCodeComes() {
        String secret = begin(user).text("secret");
        String code = client.codeOf(secret, 0);
        List<Answer> answers = Together.calls(20, _ -> confirm(user, code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        List<String> refusals = answers.stream()
                .filter(answer -> answer.status() != 200)
                .map(Answer::code)
                .toList();
        // Once there is a factor, a session without it may not come so far.
        assertThat(refusals).hasSize(19).isSubsetOf("mfa_already_enabled", "reauthentication_required");
        long tooLate = refusals.stream().filter("mfa_already_enabled"::equals).count();
        assertThat(rows("select count(*) from recovery_codes where user_id = :id"))
                .isEqualTo(10);
        assertThat(client.outcomes("mfa.totp_enabled", user))
                .isEqualTo(tooLate == 0 ? Map.of("success", 1L) : Map.of("success", 1L, "refused", tooLate));
    }

    @Test
    void takesTheCodeThatSwitchedItOnForNoLogin() {
        String secret = begin(user).text("secret");
        String code = client.codeOf(secret, 0);
        confirm(user, code).expect(200);
        assertThat(client.complete(client.mfaToken(user), "totp", code).status())
                .isEqualTo(401);
    }

    @Test
    void keepsTheSecretUnreadable() {
        String secret = begin(user).text("secret");
        byte[] stored = db.sql("select secret from totp where user_id = :id")
                .bind("id", user.id())
                .mapValue(byte[].class)
                .one()
                .block();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        TestUser other = client.signUp();
        begin(other).expect(200);
        db.sql("update totp set secret = :secret where user_id = :id")
                .bind("secret", stored)
                .bind("id", other.id())
                .then()
                .block();
        assertThat(confirm(other, client.codeOf(secret, 0)).status())
                .as("one user's secret in another's row")
                .isEqualTo(500);
    }

    private Answer begin(TestUser who) {
        return client.post("/mfa/totp", who.token(), null);
    }

    private Answer confirm(TestUser who, String code) {
        return client.post("/mfa/totp/confirm", who.token(), Map.of("code", code));
    }

    private Answer mfa(TestUser who) {
        return client.send(HttpMethod.GET, "/mfa", who.token(), null).expect(200);
    }

    private long rows(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }

    private List<String> reasons() {
        return db.sql("select ended_reason from sessions where user_id = :id and ended_at is not null")
                .bind("id", user.id())
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }
}
