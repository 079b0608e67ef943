package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.Admitted.SecondFactorWanted;
import io.tollgate.auth.mfa.Admitted.SessionOpened;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** That nobody gets past an enrolled factor by coming another way. */
@IntegrationTest
class NoWayRoundTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Admission admission;

    @Autowired
    private TransactionalOperator transaction;

    @Autowired
    private Sessions sessions;

    @Autowired
    private DatabaseClient db;

    private MfaClient client;

    @BeforeEach
    void client() {
        client = new MfaClient(context, http);
    }

    /** The methods that the other ways of logging in hand to the door. */
    @ParameterizedTest
    @ValueSource(strings = {"pwd", "otp", "google", "github", "swk", "hwk", "fed"})
    void isFoundWithAnyOneFactor(String method) {
        Enrolled ada = client.enrolled();
        assertThat(admit(ada.user(), List.of(method))).isInstanceOf(SecondFactorWanted.class);
        assertThat(admit(ada.user(), List.of(method, "user"))).isInstanceOf(SecondFactorWanted.class);
        assertThat(client.liveSessions(ada.user())).isEqualTo(1);
    }

    @Test
    void isNeededAfterTwoFactors() {
        Enrolled ada = client.enrolled();
        assertThat(admit(ada.user(), List.of("swk", "user", "mfa"))).isInstanceOf(SessionOpened.class);
    }

    @Test
    void isNeededByWhoHasNoSecondFactor() {
        assertThat(admit(client.signUp(), List.of("otp"))).isInstanceOf(SessionOpened.class);
    }

    @Test
    void isFoundIntoADeactivatedAccount() {
        TestUser user = client.signUp();
        client.execute("update users set is_active = false where id = :id", user);
        assertThat(admit(user, List.of("pwd"))).isNull();
    }

    @Test
    void isFoundByRefreshingASessionFromBefore() {
        TestUser user = client.signUp();
        Answer before = client.login(user).expect(200);
        client.enrol(user);
        assertThat(client.refresh(before.text("refresh_token"))).isEqualTo(401);
    }

    @Test
    void isFoundWithANewPassword() {
        Enrolled ada = client.enrolled();
        String stale = client.mfaToken(ada.user());
        String hash = context.getBean(PasswordHashing.class)
                .hash("an entirely new one 7")
                .block();
        db.sql("update passwords set hash = :hash where user_id = :id")
                .bind("hash", hash)
                .bind("id", ada.user().id())
                .then()
                .block();
        sessions.endAll(ada.user().id(), EndReason.PASSWORD_RESET).block();
        client.complete(stale, "totp", client.nextCode(ada.secret())).expect(401);
        Answer login = client.post(
                        "/login", null, Map.of("email", ada.user().user().email(), "password", "an entirely new one 7"))
                .expect(200);
        assertThat(login.body().has("token")).isFalse();
        client.complete(login.text("mfa_token"), "totp", client.nextCode(ada.secret()))
                .expect(200);
    }

    /** A login that has looked for factors and found none, but has not committed, when one is switched on. */
    @Test
    void isFoundAtTheMomentOfEnrolment() {
        TestUser user = client.signUp();
        String secret = client.post("/mfa/totp", user.token(), null).expect(200).text("secret");
        String code = client.codeOf(secret, 0);
        CompletableFuture<Admitted> looked = new CompletableFuture<>();
        CompletableFuture<Answer> enrolled = new CompletableFuture<>();
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        List<Boolean> _ = Together.calls(3, i -> switch (i) {
            case 0 -> admit(user, looked, goOn);
            case 1 -> {
                looked.join();
                yield enrolled.complete(client.post("/mfa/totp/confirm", user.token(), Map.of("code", code)));
            }
            default -> {
                looked.join();
                Awaiting.until("the enrolment waits or is done", () -> enrolled.isDone() || somebodyWaits());
                yield goOn.complete(true);
            }
        });
        enrolled.join().expect(200);
        assertThat(looked.join()).isInstanceOf(SessionOpened.class);
        assertThat(client.liveSessions(user)).isEqualTo(1);
    }

    private boolean admit(TestUser user, CompletableFuture<Admitted> looked, CompletableFuture<Boolean> goOn) {
        return admission
                .admit(user.user(), List.of("pwd"), AuditEntry.of("login", RequestFacts.NONE))
                .doOnNext(looked::complete)
                .flatMap(_ -> Mono.fromFuture(goOn))
                .as(transaction::transactional)
                .block();
    }

    private boolean somebodyWaits() {
        return db.sql("""
                        select count(*) > 0 from pg_stat_activity
                        where wait_event_type = 'Lock' and query like 'select * from users%no key update'
                        """).mapValue(Boolean.class).one().block();
    }

    /** The token of one login, and everything else that could be taken for it. */
    @Test
    void isFoundWithTokensOfAnotherKind() {
        Enrolled ada = client.enrolled();
        String mfaToken = client.mfaToken(ada.user());
        assertThat(client.me(mfaToken)).isEqualTo(401);
        assertThat(client.refresh(mfaToken)).isEqualTo(401);
        client.complete(ada.user().token(), "totp", client.nextCode(ada.secret()))
                .expect(401);
    }

    private String text(String sql, Enrolled who) {
        return db.sql(sql)
                .bind("id", who.user().id().toString())
                .mapValue(String.class)
                .one()
                .defaultIfEmpty("")
                .block();
    }

    private Admitted admit(TestUser user, List<String> methods) {
        return admission
                .admit(user.user(), methods, AuditEntry.of("login", RequestFacts.NONE))
                .as(transaction::transactional)
                .block();
    }
}
