package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The code beside the link, for who reads the mail on another device. */
class VerificationCodeTest extends VerificationFixture {

    /** As {@code max-code-failures} says in tests. */
    private static final int WRONG_ONES = 50;

    private static final Pattern CODE = Pattern.compile("(?m)^\\d{6}$");

    @Autowired
    private MutableClock clock;

    private AuthCalls calls;
    private AuthRows rows;
    private String email;
    private String code;

    @BeforeEach
    void readTheCode() {
        calls = new AuthCalls(http);
        rows = new AuthRows(db);
        email = user.user().email();
        code = codeOfMail(1);
    }

    @Test
    void provesTheMailboxAsItsLinkDoes() {
        assertThat(prove(email, code)).isEqualTo("Email is Verified");
        assertThat(verified()).isTrue();
        assertThat(user.authorized(http)
                        .get()
                        .uri("/me")
                        .exchange()
                        .returnResult()
                        .getStatus()
                        .value())
                .as("sessions from before end")
                .isEqualTo(401);
        assertThat(rows.audited(user.id(), "email.verified", "success")).isEqualTo(1);
        assertThat(prove(email, code)).isEqualTo("Email is already Verified");
        assertThat(calls.message("/verify", Map.of("token", token), 202)).isEqualTo("Email is already Verified");
    }

    @Test
    void knowsTheAddressInAnySpelling() {
        assertThat(prove(" " + email.toUpperCase(Locale.ROOT), " " + code + " "))
                .isEqualTo("Email is Verified");
    }

    @Test
    void provesOnceWhenTwentyComeAtOnce() {
        assertThat(calls.race(20, "/verify", body(email, code))).containsOnly(202);
        assertThat(rows.audited(user.id(), "email.verified", "success")).isEqualTo(1);
    }

    @Test
    void refusesWrongForeignAndUnknownAlike() {
        String another = testUsers.unverified().user().email();
        JsonNode wrong = refused(email, wrong(), 401);
        assertThat(refused(another, code, 401)).isEqualTo(wrong);
        assertThat(refused("nobody-" + UUID.randomUUID() + "@example.test", code, 401))
                .isEqualTo(wrong);
        assertThat(refused(email, "0".repeat(100_000), 401)).isEqualTo(wrong);
        assertThat(refused(email, "'; drop table users; --\u0000", 401)).isEqualTo(wrong);
        assertThat(wrong.get("code").asString()).isEqualTo("verification_token_invalid");
        assertThat(verified()).isFalse();
    }

    @Test
    void isWorthNothingOnceAnotherMailWasSent() {
        clock.advance(Duration.ofSeconds(61));
        requestAgain();
        String second = codeOfMail(2);
        if (!second.equals(code)) {
            refused(email, code, 401);
        }
        assertThat(prove(email, second)).isEqualTo("Email is Verified");
    }

    @Test
    void endsBeforeItsLinkAndSaysSoOnlyToWhoHasIt() {
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(refused(email, wrong(), 401).get("code").asString()).isEqualTo("verification_token_invalid");
        assertThat(refused(email, code, 401).get("code").asString()).isEqualTo("token_expired");
        assertThat(verified()).isFalse();
        confirm(token).expectStatus().isAccepted();
    }

    @Test
    void provesOnlyTheAddressItWasSentTo() {
        db.sql("update users set email = 'new-' || email where id = :id")
                .bind("id", user.id())
                .then()
                .block();
        refused(email, code, 401);
        refused("new-" + email, code, 401);
        assertThat(verified()).isFalse();
    }

    /** So many a day, over all codes and all at once; for an address that nobody has, too. */
    @Test
    void refusesTheRightCodeAfterTooManyWrongOnes() {
        String nobody = "nobody-" + UUID.randomUUID() + "@example.test";
        for (String each : List.of(email, nobody)) {
            assertThat(calls.race(WRONG_ONES, "/verify", body(each, wrong()))).containsOnly(401);
            assertThat(refused(each, code, 429).get("code").asString()).isEqualTo("rate_limited");
        }
        clock.advance(Duration.ofSeconds(61));
        requestAgain();
        refused(email, codeOfMail(2), 429);
        assertThat(verified()).isFalse();
    }

    @Test
    void letsAnOwnerMakeMistakes() {
        IntStream.range(0, 4).forEach(_ -> refused(email, wrong(), 401));
        assertThat(prove(email, code)).isEqualTo("Email is Verified");
    }

    @Test
    void handsAnAccountThatTwoRegisteredToWhoHasTheCode() {
        db.sql("update users set registered_again_at = :now where id = :id")
                .bind("now", clock.instant())
                .bind("id", user.id())
                .then()
                .block();
        JsonNode answer = calls.post("/verify", body(email, code), 202);
        assertThat(answer.get("choose_password_url").asString()).contains("/new-password?token=");
        refused(email, code, 401);
    }

    @Test
    void asksForBothAddressAndCode() {
        assertThat(fieldOf(Map.of("code", code))).isEqualTo("email");
        assertThat(fieldOf(Map.of("code", code, "email", " "))).isEqualTo("email");
        assertThat(fieldOf(Map.of("code", " ", "email", email))).isEqualTo("code");
        assertThat(fieldOf(Map.of("code", code, "email", "x".repeat(255)))).isEqualTo("email");
        assertThat(fieldOf(Map.of("email", email))).isEqualTo("token");
        assertThat(verified()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u0000@example.test", "a\u0000b@example.test", "no address", "a@b@c", "@", "a b@example.test"})
    void refusesWhatIsNoAddress(String hostile) {
        assertThat(fieldOf(body(hostile, code))).isEqualTo("email");
    }

    @Test
    void leavesALineAboutEachThatIsRefused() {
        long before = wrongCodes();
        refused(email, wrong(), 401);
        assertThat(wrongCodes()).isEqualTo(before + 1);
        clock.advance(Duration.ofHours(2));
        refused(email, code, 401);
        assertThat(rows.audited(user.id(), "email.verified", "code_expired")).isEqualTo(1);
    }

    private long wrongCodes() {
        return rows.count(
                "select count(*) from audit_log where action = 'email.verified' and outcome = :it", "wrong_code");
    }

    private String prove(String address, String given) {
        return calls.message("/verify", body(address, given), 202);
    }

    /** The refusal, without what is of this request alone. */
    private JsonNode refused(String address, String given, int status) {
        JsonNode refusal = calls.post("/verify", body(address, given), status);
        return ((ObjectNode) refusal).without("requestId");
    }

    private String fieldOf(Map<String, String> body) {
        return calls.post("/verify", body, 422)
                .get("errors")
                .propertyNames()
                .iterator()
                .next();
    }

    private String wrong() {
        return code.equals("000000") ? "000001" : "000000";
    }

    private String codeOfMail(int number) {
        String text =
                Mailbox.of(user.user().email()).await(number).get(number - 1).text();
        Matcher codes = CODE.matcher(text.replace("\r", ""));
        assertThat(codes.find()).as(text).isTrue();
        return codes.group();
    }

    private static Map<String, String> body(String address, String given) {
        return Map.of("email", address, "code", given);
    }
}
