package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What a login refuses, and that all of it is refused in the same words. */
@IntegrationTest
class PasskeyLoginRefusalTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private PasskeyClient client;
    private TestUser user;
    private SoftAuthenticator authenticator;

    @BeforeEach
    void addAPasskey() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
        authenticator = new SoftAuthenticator();
        client.add(user, authenticator);
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatAnAuthenticatorMustNotSay() {
        Map<String, Consumer<SoftAuthenticator>> lies = new HashMap<>();
        lies.put("bad_origin", it -> it.origin = "https://tollgate.test.evil.example");
        lies.put("bad_origin ", it -> it.origin = "https://tollgate.test");
        lies.put("bad_origin  ", it -> it.origin = "http://tollgate.test:81");
        lies.put("bad_rp_id", it -> it.rpId = "evil.example");
        lies.put("challenge", it -> it.challenge = SoftAuthenticator.encode(SoftAuthenticator.random(32)));
        lies.put("inconsistent_client_data_type", it -> it.getType = "webauthn.create");
        lies.put("user_not_verified", it -> it.userVerified = false);
        lies.put("user_not_present", it -> it.userPresent = false);
        lies.put("bad_top_origin", it -> it.crossOrigin = true);
        lies.put("bad_signature", it -> it.key = AuthenticatorKey.es256());
        lies.put("bad_backup_eligible_flag", it -> it.backupEligible = true);
        lies.put("illegal_backup_state", it -> it.backedUp = true);
        lies.put("user_handle", it -> it.userHandle = SoftAuthenticator.random(32));
        lies.put("user_handle ", it -> it.userHandle = null);
        return lies.entrySet().stream()
                .map(lie -> DynamicTest.dynamicTest(lie.getKey(), () -> {
                    addAPasskey();
                    lie.getValue().accept(authenticator);
                    refused(client.login(authenticator));
                    assertThat(outcomes()).containsExactly(lie.getKey().strip());
                }));
    }

    @Test
    void takesAnAnswerOnce() {
        Map<String, Object> answer = authenticator.get(client.loginOptions());
        client.login(answer).body(200);
        refused(client.login(answer));
        assertThat(client.liveSessions(user.id())).isEqualTo(2);
    }

    @Test
    void opensOneSessionHoweverOftenAnAnswerComesAtOnce() {
        Map<String, Object> answer = authenticator.get(client.loginOptions());
        List<Integer> statuses = Flux.range(0, 20)
                .flatMap(
                        _ -> Mono.fromCallable(() -> client.login(answer).status())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        20)
                .collectList()
                .block();
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(19);
        assertThat(client.liveSessions(user.id())).isEqualTo(2);
    }

    @Test
    void usesTheChallengeUpWithAWrongAnswer() {
        JsonNode options = client.loginOptions();
        authenticator.origin = "https://evil.example";
        refused(client.login(authenticator.get(options)));
        authenticator.origin = SoftAuthenticator.ORIGIN;
        refused(client.login(authenticator.get(options)));
    }

    @Test
    void refusesAnExpiredChallenge() {
        JsonNode options = client.loginOptions();
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        refused(client.login(authenticator.get(options)));
    }

    @Test
    void refusesChallengesOfOtherPurposes() {
        refused(client.login(
                authenticator.get(client.post(user, "/passkeys/options", null).body(200))));
        JsonNode options = client.registrationOptions(testUsers.again(user));
        authenticator.challenge = options.get("challenge").asString();
        refused(client.login(authenticator));
    }

    /** Whatever single byte is changed, nobody gets in, and nothing but the one answer comes back. */
    @Test
    void refusesEveryAnswerThatWasChangedOnTheWay() {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed of changed answers: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            Map<String, Object> answer = authenticator.get(client.loginOptions());
            @SuppressWarnings("unchecked")
            Map<String, Object> response = (Map<String, Object>) answer.get("response");
            String field = List.of("clientDataJSON", "authenticatorData", "signature", "userHandle")
                    .get(random.nextInt(4));
            byte[] bytes = SoftAuthenticator.decode((String) response.get(field));
            byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            if (changed == bytes) {
                changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            response.put(field, SoftAuthenticator.encode(changed));
            refused(client.login(answer));
        }
        assertThat(client.liveSessions(user.id())).isEqualTo(1);
    }

    private static void refused(Answer answer) {
        JsonNode problem = answer.body(401);
        assertThat(problem.get("code").asString()).isEqualTo("invalid_credentials");
        assertThat(problem.get("detail").asString()).isEqualTo("The passkey was not accepted");
    }

    /** Of the refused logins that are known to have been this user's, or, where nobody's is known, of the last one. */
    private List<String> outcomes() {
        List<String> known = db.sql("""
                        select outcome from audit_log
                        where action = 'login' and subject_id = :id and outcome <> 'success' order by id
                        """)
                .bind("id", user.id().toString())
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
        return known.isEmpty()
                ? db.sql(
                                "select outcome from audit_log where action = 'login' order by xmin::text::bigint desc limit 1")
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .block()
                : known;
    }
}
