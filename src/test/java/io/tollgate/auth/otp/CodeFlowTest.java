package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.otp.CodeMails.Code;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** To whom a code belongs. */
class CodeFlowTest extends CodeFixture {

    @Autowired
    private MutableClock clock;

    @Test
    void bindsTheCodeToItsFlowAndAddress() {
        Code code = mails.get(email);
        TestUser other = testUsers.signUp();
        Code others = mails.get(other.user().email());
        mails.refuse(Map.of("email", email, "code", code.code(), "flow_id", others.flowId()));
        mails.refuse(Map.of("email", other.user().email(), "code", code.code(), "flow_id", code.flowId()));
        calls.post("/login/code", code.body(), 200);
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
            mails.refuse(guess.wrong().body());
            mails.refuse(guess.wrong().withoutFlow());
        }
        mails.refuse(guess.body());
        calls.post("/login/code", code.body(), 200);
    }

    @Test
    void leavesTheTriesOfWhoAskedToThemWhateverStrangersTryWithoutAFlow() {
        Code code = mails.get(email);
        for (int i = 0; i < 6; i++) {
            mails.refuse(code.wrong().withoutFlow());
        }
        mails.refuse(code.withoutFlow());
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
        assertThat(rows.mailsTo(email)).containsExactly("Login Code");
        clock.advance(Duration.ofSeconds(61));
        mails.get(email, 2);
        assertThat(rows.mailsTo(email)).containsExactly("Login Code", "Login Code");
    }

    @Test
    void answersClientsOfTheOriginalSystemWhichKnowNoFlow() {
        Code code = mails.get(email);
        calls.post(
                "/login/code", Map.of("email", "  " + email.toUpperCase(Locale.ROOT), "code", code.code() + " "), 200);
    }

    @Test
    void auditsNeitherCodeNorFlow() {
        Code code = mails.get(email);
        mails.refuse(code.wrong().body());
        assertThat(rows.count(
                        "select count(*) from audit_log where details::text like '%\"' || :it || '\"%'", code.code()))
                .isZero();
        assertThat(rows.auditedText(code.flowId())).isZero();
    }
}
