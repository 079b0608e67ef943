package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
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
import reactor.core.scheduler.Schedulers;
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
                                .subscribeOn(Schedulers.boundedElastic()),
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

    @Test
    void refusesAPasskeyOfAnotherUserUnderOnesOwnName() {
        SoftAuthenticator others = new SoftAuthenticator();
        client.add(testUsers.signUp(), others);
        authenticator.credentialId = others.credentialId;
        refused(client.login(authenticator));
        others.userHandle = authenticator.userHandle;
        refused(client.login(others));
    }

    @Test
    void refusesAPasskeyThatIsNoLongerThere() {
        SoftAuthenticator another = new SoftAuthenticator();
        assertThat(client.remove(user, client.add(user, another)).status()).isEqualTo(204);
        refused(client.login(another));
    }

    @Test
    void refusesAndReportsAnAuthenticatorThatCountsBack() {
        authenticator.counter = 40;
        client.login(authenticator).body(200);
        authenticator.counter = 20;
        refused(client.login(authenticator));
        assertThat(client.audit("passkey.copied", user.id())).containsExactly("success");
        assertThat(outcomes()).contains("counted_back");
        assertThat(Mailbox.of(user.user().email()).await(2))
                .anySatisfy(mail -> assertThat(mail.subject()).contains("may have been copied"));
        authenticator.counter = 41;
        client.login(authenticator).body(200);
    }

    @Test
    void letsOneOfTwoAnswersWithTheSameCountIn() {
        JsonNode one = client.loginOptions();
        JsonNode other = client.loginOptions();
        client.login(authenticator.get(one)).body(200);
        authenticator.counter--;
        refused(client.login(authenticator.get(other)));
    }

    @Test
    void refusesOneThatDidNotCheckItsUserWhenItWasAdded() {
        SoftAuthenticator found = new SoftAuthenticator();
        found.userVerified = false;
        client.add(user, found);
        found.userVerified = true;
        refused(client.login(found));
        assertThat(outcomes()).contains("second_factor_only");
    }

    @Test
    void refusesWhatIsNoAnswerAtAll() {
        for (Object nonsense : List.of(
                Map.of(),
                Map.of("id", "%%%", "rawId", "%%%", "type", "public-key", "response", Map.of()),
                with("clientDataJSON", "%%%"),
                with("clientDataJSON", SoftAuthenticator.encode("[[[".getBytes())),
                with("clientDataJSON", SoftAuthenticator.encode("{\"challenge\":7}".getBytes())),
                with("authenticatorData", ""),
                with("authenticatorData", SoftAuthenticator.encode(new byte[36])),
                with("authenticatorData", SoftAuthenticator.encode(filled(37, 0xff))),
                with("authenticatorData", SoftAuthenticator.encode(filled(5000, 0x9f))),
                with("signature", SoftAuthenticator.encode(new byte[0])),
                with("signature", SoftAuthenticator.encode(new byte[72])),
                with("userHandle", "a"),
                with("signature", "A".repeat(400_000)))) {
            refused(client.login(nonsense));
        }
        Map<String, Object> unlike = authenticator.get(client.loginOptions());
        unlike.put("rawId", SoftAuthenticator.encode(SoftAuthenticator.random(32)));
        refused(client.login(unlike));
        Map<String, Object> untyped = authenticator.get(client.loginOptions());
        untyped.put("type", "password");
        refused(client.login(untyped));
    }

    @Test
    void refusesMembersOfAnotherTypeAndBodiesThatAreTooLarge() {
        client.login(Map.of("response", "text")).body(422);
        client.login(Map.of("id", Map.of())).body(422);
        client.login(List.of()).body(422);
        assertThat(client.login(with("signature", "A".repeat(1_000_000))).status())
                .isEqualTo(413);
        client.login(authenticator).body(200);
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

    private Map<String, Object> with(String member, String value) {
        Map<String, Object> answer = authenticator.get(client.loginOptions());
        @SuppressWarnings("unchecked")
        Map<String, Object> response = (Map<String, Object>) answer.get("response");
        response.put(member, value);
        return answer;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
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
