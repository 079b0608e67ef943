package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class LockoutTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    private MfaClient client;
    private Enrolled ada;

    @BeforeEach
    void enrol() {
        client = new MfaClient(context, http);
        ada = client.enrolled();
    }

    @Test
    void takesNoSecondFactorAfterTenWrongOnes() {
        Answer wrong = fail(10);
        Answer locked = client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()));
        assertThat(locked.status()).isEqualTo(wrong.status()).isEqualTo(401);
        assertThat(locked.code()).isEqualTo(wrong.code());
        assertThat(locked.text("detail")).isEqualTo(wrong.text("detail"));
        client.complete(
                        client.mfaToken(ada.user()),
                        "recovery_code",
                        ada.recoveryCodes().getFirst())
                .expect(401);
        assertThat(client.outcomes("login.mfa", ada.user()))
                .isEqualTo(Map.of("wrong_second_factor", 10L, "locked", 2L));
    }

    @Test
    void takesOneAgainAQuarterOfAnHourLater() {
        fail(10);
        clock.advance(Duration.ofMinutes(14));
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(401);
        clock.advance(Duration.ofSeconds(31));
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(200);
    }

    @Test
    void beginsToCountAnewAfterALock() {
        fail(10);
        clock.advance(Duration.ofMinutes(15).plusSeconds(1));
        fail(9);
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(200);
    }

    @Test
    void takesTheTenthWhenItIsRightAndForgetsTheNine() {
        fail(9);
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(200);
        fail(9);
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(200);
    }

    @Test
    void countsOverAllFactorsAndWays() {
        String token = client.mfaToken(ada.user());
        for (int i = 0; i < 4; i++) {
            client.complete(token, "recovery_code", "0000-0000-0000-000" + i).expect(401);
        }
        for (int i = 0; i < 3; i++) {
            client.post("/sessions/step-up", ada.user().token(), Map.of("code", client.wrongCode(ada.secret())))
                    .expect(403);
        }
        for (int i = 0; i < 3; i++) {
            client.send(HttpMethod.DELETE, "/mfa/totp", ada.user().token(), Map.of("code", "abc"))
                    .expect(403);
        }
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(401);
        client.post("/sessions/step-up", ada.user().token(), Map.of("code", client.nextCode(ada.secret())))
                .expect(403);
        client.send(HttpMethod.DELETE, "/mfa/totp", ada.user().token(), Map.of("code", client.nextCode(ada.secret())))
                .expect(403);
    }

    @Test
    void looksAtNoMoreThanTenHoweverManyComeAtOnce() {
        List<String> tokens = IntStream.range(0, 20)
                .mapToObj(_ -> client.mfaToken(ada.user()))
                .toList();
        String wrong = client.wrongCode(ada.secret());
        List<Integer> statuses = Together.calls(
                20, i -> client.complete(tokens.get(i), "totp", wrong).status());
        assertThat(statuses).containsOnly(401);
        assertThat(client.outcomes("login.mfa", ada.user()))
                .isEqualTo(Map.of("wrong_second_factor", 10L, "locked", 10L));
        assertThat(client.outcomes("mfa.locked", ada.user())).isEqualTo(Map.of("success", 1L));
    }

    @Test
    void tellsTheOwnerOnce() {
        fail(10);
        fail(3);
        assertThat(new AuthRows(db).mailsTo(ada.user().user().email()))
                .filteredOn("Somebody tried to log in as you"::equals)
                .hasSize(1);
        Long queued = db.sql("select count(*) from audit_log where action = 'mfa.locked' and subject_id = :id")
                .bind("id", ada.user().id().toString())
                .mapValue(Long.class)
                .one()
                .block();
        assertThat(queued).isEqualTo(1);
    }

    @Test
    void takesBackWhatWasCountedButNotCompared() {
        Lockout lockout = context.getBean(Lockout.class);
        fail(9);
        Lockout.Attempt last = lockout.begin(ada.user().id()).block();
        assertThat(last.last()).isTrue();
        assertThat(lockout.begin(ada.user().id()).blockOptional()).isEmpty();
        lockout.withdrawn(last).block();
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(200);
    }

    @Test
    void countsForOneAccountOnly() {
        Enrolled other = client.enrolled();
        fail(10);
        client.complete(client.mfaToken(other.user()), "totp", client.nextCode(other.secret()))
                .expect(200);
    }

    private Answer fail(int times) {
        Answer last = null;
        String token = client.mfaToken(ada.user());
        for (int i = 0; i < times; i++) {
            if (i % Challenges.MAX_ATTEMPTS == 0) {
                token = client.mfaToken(ada.user());
            }
            last = client.complete(token, "totp", client.wrongCode(ada.secret()))
                    .expect(401);
        }
        return last;
    }
}
