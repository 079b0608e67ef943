package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.otp.CodeMails.Code;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** From the request to the session. */
@IntegrationTest
class CodeLoginTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private AuthCalls calls;
    private AuthRows rows;
    private CodeMails mails;
    private TestUser user;
    private String email;

    @BeforeEach
    void signUp() {
        calls = new AuthCalls(http);
        rows = new AuthRows(db);
        mails = new CodeMails(calls);
        user = testUsers.signUp();
        email = user.user().email();
    }

    @Test
    void logsInWithTheCodeOfTheMail() {
        Code code = mails.get(email);
        assertThat(Mailbox.of(email).awaitOne().text()).contains("15 minutes");
        JsonNode answer = calls.post("/login/code", code.body(), 200);
        assertThat(answer.propertyNames()).containsExactly("token", "refresh_token", "type", "user");
        assertThat(rows.count(
                        "select count(*) from sessions where methods = '{otp}' and user_id::text = :it", user.id()))
                .isEqualTo(1);
        assertThat(rows.audited(user.id(), "login.code", "success")).isEqualTo(1);
    }

    @Test
    void answersClientsOfTheOriginalSystemWhichKnowNoFlow() {
        Code code = mails.get(email);
        calls.post(
                "/login/code", Map.of("email", "  " + email.toUpperCase(Locale.ROOT), "code", code.code() + " "), 200);
    }

    @Test
    void takesACodeOnce() {
        Code code = mails.get(email);
        calls.post("/login/code", code.body(), 200);
        refuse(code.body());
        refuse(code.withoutFlow());
    }

    @Test
    void takesACodeOnceWhenItComesTwentyTimesAtOnce() {
        List<Integer> statuses = calls.race(20, "/login/code", mails.get(email).body());
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 400);
        assertThat(rows.liveSessions(user.id()))
                .as("one from before, one by the code")
                .isEqualTo(2);
    }

    @Test
    void refusesTheRightCodeAfterFiveWrongOnes() {
        Code code = mails.get(email);
        for (int i = 0; i < 5; i++) {
            refuse(code.wrong().body());
        }
        refuse(code.body());
        refuse(code.withoutFlow());
    }

    @Test
    void countsTriesBeforeItCompares() {
        Code code = mails.get(email);
        calls.race(20, "/login/code", code.wrong().body());
        assertThat(rows.count("select tries from login_codes where user_id::text = :it", user.id()))
                .isEqualTo(5);
        refuse(code.body());
    }

    @Test
    void bindsTheCodeToItsFlowAndAddress() {
        Code code = mails.get(email);
        TestUser other = testUsers.signUp();
        Code others = mails.get(other.user().email());
        refuse(Map.of("email", email, "code", code.code(), "flow_id", others.flowId()));
        refuse(Map.of("email", other.user().email(), "code", code.code(), "flow_id", code.flowId()));
        calls.post("/login/code", code.body(), 200);
    }

    @Test
    void voidsTheCodeBefore() {
        Code first = mails.get(email);
        clock.advance(Duration.ofSeconds(61));
        Code second = mails.get(email, 2);
        assertThat(second.flowId()).isNotEqualTo(first.flowId());
        refuse(first.body());
        calls.post("/login/code", second.body(), 200);
    }

    /** Else a new code would give a guesser five more tries for ever. */
    @Test
    void countsWrongCodesOverAllCodes() {
        for (int mail = 1; mail <= 10; mail++) {
            Code code = mails.get(email, mail);
            for (int i = 0; i < 5; i++) {
                refuse(code.wrong().body());
            }
            clock.advance(Duration.ofSeconds(61));
        }
        assertThat(calls.post("/login/code", mails.get(email, 11).body(), 429)
                        .get("code")
                        .asString())
                .isEqualTo("rate_limited");
    }

    /** The flow is a secret of who asked: with it a stranger could spend the five tries. */
    @Test
    void tellsAStrangerWhoAsksNothingOfTheFlowThatIsUnderWay() {
        Code code = mails.get(email);
        AuthCalls stranger = new AuthCalls(
                http.mutate().defaultHeader("User-Agent", "another device").build());
        CodeMails theirs = new CodeMails(stranger);
        String decoy = theirs.ask(email).get("flow_id").asString();
        assertThat(decoy).isNotEqualTo(code.flowId()).hasSameSizeAs(code.flowId());
        assertThat(theirs.ask(email).get("flow_id").asString())
                .as("as it is for who began it")
                .isEqualTo(decoy);
        Code guess = new Code(email, decoy, code.code());
        for (int i = 0; i < 3; i++) {
            refuse(guess.wrong().body());
            refuse(guess.wrong().withoutFlow());
        }
        refuse(guess.body());
        calls.post("/login/code", code.body(), 200);
    }

    @Test
    void leavesTheTriesOfWhoAskedToThemWhateverStrangersTryWithoutAFlow() {
        Code code = mails.get(email);
        for (int i = 0; i < 6; i++) {
            refuse(code.wrong().withoutFlow());
        }
        refuse(code.withoutFlow());
        calls.post("/login/code", code.body(), 200);
    }

    @Test
    void keepsOnlyADigestOfTheFlow() {
        Code code = mails.get(email);
        assertThat(rows.count("select count(*) from login_codes where flow_id = :it", code.flowId()))
                .isZero();
        assertThat(rows.count("select count(*) from outbox o where o::text like '%' || :it || '%'", code.flowId()))
                .isZero();
    }

    @Test
    void sendsNoSecondMailWithinAMinuteAndKeepsTheFlow() {
        Code code = mails.get(email);
        assertThat(mails.ask(email).get("flow_id").asString()).isEqualTo(code.flowId());
        clock.advance(Duration.ofSeconds(61));
        mails.get(email, 2);
        assertThat(Mailbox.of(email).all()).hasSize(2);
    }

    @Test
    void tellsThatACodeHasExpiredOnlyToWhoHasIt() {
        Code code = mails.get(email);
        clock.advance(Duration.ofMinutes(15).plusSeconds(1));
        refuse(code.wrong().body());
        JsonNode refusal = calls.post("/login/code", code.body(), 400);
        assertThat(refusal.get("code").asString()).isEqualTo("login_code_expired");
        assertThat(refusal.get("detail").asString()).isEqualTo("Code has expired.");
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
    }

    @Test
    void revealsUnknownAddressesOnlyWhereTheDeploymentWantsIt() {
        String stranger = "stranger-" + user.id() + "@example.test";
        mails.ask(stranger);
        AuthCalls there = new AuthCalls(SecondNode.sharedWithOtherRules().http());
        JsonNode refusal = there.post("/request/login-code", Map.of("email", stranger), 400);
        assertThat(refusal.get("detail").asString()).isEqualTo("Invalid  email.");
    }

    @Test
    void auditsNeitherCodeNorFlow() {
        Code code = mails.get(email);
        refuse(code.wrong().body());
        assertThat(rows.count(
                        "select count(*) from audit_log where details::text like '%\"' || :it || '\"%'", code.code()))
                .isZero();
        assertThat(rows.auditedText(code.flowId())).isZero();
    }

    private void refuse(Map<String, String> body) {
        JsonNode refusal = calls.post("/login/code", body, 400);
        assertThat(refusal.get("code").asString()).isEqualTo("login_code_invalid");
        assertThat(refusal.get("detail").asString()).isEqualTo("Invalid code or email.");
    }
}
