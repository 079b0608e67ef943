package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class ChallengeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MutableClock clock;

    private MfaClient client;
    private Enrolled ada;

    @BeforeEach
    void enrol() {
        client = new MfaClient(context, http);
        ada = client.enrolled();
    }

    @Test
    void takesACodeOnceOverAllLogins() {
        List<String> tokens =
                IntStream.range(0, 8).mapToObj(_ -> client.mfaToken(ada.user())).toList();
        client.toTheBeginningOfAStep();
        clock.advance(Duration.ofSeconds(30));
        String code = client.codeOf(ada.secret(), 0);
        List<Integer> statuses =
                Together.calls(8, i -> complete(tokens.get(i), code).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(7);
        assertThat(client.liveSessions(ada.user())).isEqualTo(2);
    }

    @Test
    void opensOneSessionForOneLoginHoweverOftenItIsCompleted() {
        String token = client.mfaToken(ada.user());
        String code = client.nextCode(ada.secret());
        List<Integer> statuses = Together.calls(20, _ -> complete(token, code).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(19);
        assertThat(client.liveSessions(ada.user())).isEqualTo(2);
    }

    @Test
    void takesTheCodeOfTheStepBeforeAndAfterButNoOther() {
        client.toTheBeginningOfAStep();
        clock.advance(Duration.ofMinutes(2));
        complete(client.mfaToken(ada.user()), client.codeOf(ada.secret(), -2)).expect(401);
        complete(client.mfaToken(ada.user()), client.codeOf(ada.secret(), 2)).expect(401);
        complete(client.mfaToken(ada.user()), client.codeOf(ada.secret(), -1)).expect(200);
        complete(client.mfaToken(ada.user()), client.codeOf(ada.secret(), 1)).expect(200);
        // A later one was accepted: this one is of the past, though its time has not run out.
        complete(client.mfaToken(ada.user()), client.codeOf(ada.secret(), 0)).expect(401);
    }

    @Test
    void isOverAfterFiveMinutes() {
        String token = client.mfaToken(ada.user());
        clock.advance(Duration.ofMinutes(4).plusSeconds(45));
        String late = client.mfaToken(ada.user());
        complete(token, client.codeOf(ada.secret(), 0)).expect(200);
        clock.advance(Duration.ofMinutes(5));
        complete(late, client.nextCode(ada.secret())).expect(401);
    }

    @Test
    void isOverAfterFiveTries() {
        String token = client.mfaToken(ada.user());
        for (int i = 0; i < 5; i++) {
            complete(token, client.wrongCode(ada.secret())).expect(401);
        }
        complete(token, client.nextCode(ada.secret())).expect(401);
        complete(client.mfaToken(ada.user()), client.nextCode(ada.secret())).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update passwords set hash = hash || 'x' where user_id = :id",
                "delete from passwords where user_id = :id",
                "update users set is_active = false where id = :id",
                "update mfa_accounts set factors_version = factors_version + 1 where user_id = :id",
                "delete from users where id = :id"
            })
    void isOverWhenTheAccountIsNoLongerWhatItWas(String change) {
        String token = client.mfaToken(ada.user());
        client.execute(change, ada.user());
        complete(token, client.nextCode(ada.secret())).expect(401);
    }

    @Test
    void isOverWhenTheFactorsHaveChanged() {
        String token = client.mfaToken(ada.user());
        client.send(HttpMethod.DELETE, "/mfa/totp", ada.user().token(), Map.of("code", client.nextCode(ada.secret())))
                .expect(204);
        Enrolled again = client.enrol(ada.user());
        complete(token, client.nextCode(again.secret())).expect(401);
        client.complete(token, "recovery_code", again.recoveryCodes().getFirst())
                .expect(401);
    }

    private Answer complete(String mfaToken, String code) {
        return client.complete(mfaToken, "totp", code);
    }
}
