package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.otp.CodeMails.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** From the request to the session. */
class CodeLoginTest extends CodeFixture {

    @Autowired
    private MutableClock clock;

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
    void sendsAdministratorsLongerCodes() {
        Code code = mails.get(testUsers.admin().user().email());
        assertThat(code.code()).hasSize(8);
        calls.post("/login/code", code.body(), 200);
    }

    @Test
    void takesACodeOnce() {
        Code code = mails.get(email);
        calls.post("/login/code", code.body(), 200);
        mails.refuse(code.body());
        mails.refuse(code.withoutFlow());
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
            mails.refuse(code.wrong().body());
        }
        mails.refuse(code.body());
        mails.refuse(code.withoutFlow());
    }

    @Test
    void countsTriesBeforeItCompares() {
        Code code = mails.get(email);
        calls.race(20, "/login/code", code.wrong().body());
        assertThat(rows.count("select tries from login_codes where user_id::text = :it", user.id()))
                .isEqualTo(5);
        mails.refuse(code.body());
    }

    @Test
    void voidsTheCodeBefore() {
        Code first = mails.get(email);
        clock.advance(Duration.ofSeconds(61));
        Code second = mails.get(email, 2);
        assertThat(second.flowId()).isNotEqualTo(first.flowId());
        mails.refuse(first.body());
        calls.post("/login/code", second.body(), 200);
    }

    /** Else a new code would give a guesser five more tries for ever. */
    @Test
    void countsWrongCodesOverAllCodes() {
        for (int mail = 1; mail <= 10; mail++) {
            Code code = mails.get(email, mail);
            for (int i = 0; i < 5; i++) {
                mails.refuse(code.wrong().body());
            }
            clock.advance(Duration.ofSeconds(61));
        }
        assertThat(calls.post("/login/code", mails.get(email, 11).body(), 429)
                        .get("code")
                        .asString())
                .isEqualTo("rate_limited");
    }

    @Test
    void tellsThatACodeHasExpiredOnlyToWhoHasIt() {
        Code code = mails.get(email);
        clock.advance(Duration.ofMinutes(15).plusSeconds(1));
        mails.refuse(code.wrong().body());
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
        assertThat(refusal.get("code").asString()).isEqualTo("email_unknown");
        assertThat(refusal.get("detail").asString()).isEqualTo("Invalid  email.");
    }
}
