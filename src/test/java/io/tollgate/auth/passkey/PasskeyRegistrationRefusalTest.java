package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import java.math.BigInteger;
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

/** What a registration refuses, and that all of it is refused in the same words. */
@IntegrationTest
class PasskeyRegistrationRefusalTest {

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
    void signUp() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
        authenticator = new SoftAuthenticator();
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatAnAuthenticatorMustNotSay() {
        AuthenticatorKey rsa = AuthenticatorKey.rs256(2048);
        Map<String, Consumer<SoftAuthenticator>> lies = new HashMap<>();
        lies.put("bad_origin", it -> it.origin = "https://evil.example");
        lies.put("bad_rp_id", it -> it.rpId = "evil.example");
        lies.put("challenge", it -> it.challenge = SoftAuthenticator.encode(SoftAuthenticator.random(32)));
        lies.put("inconsistent_client_data_type", it -> it.createType = "webauthn.get");
        lies.put("user_not_present", it -> it.userPresent = false);
        lies.put("bad_top_origin", it -> it.crossOrigin = true);
        lies.put("illegal_backup_state", it -> it.backedUp = true);
        lies.put("not_allowed_algorithm", it -> it.key = AuthenticatorKey.rsa(2048, -37));
        lies.put("unusable_key", it -> it.key = AuthenticatorKey.rs256(1024));
        lies.put(
                "unusable_key ",
                it -> it.key = rsa.claiming(BigInteger.ONE.shiftLeft(16_383).add(BigInteger.ONE), 2_048));
        return lies.entrySet().stream()
                .map(lie -> DynamicTest.dynamicTest(lie.getKey(), () -> {
                    signUp();
                    lie.getValue().accept(authenticator);
                    refused(client.register(user, authenticator.create(client.registrationOptions(user))));
                    assertThat(outcomes()).containsExactly(lie.getKey().strip());
                }));
    }

    @Test
    void takesAnAnswerOnce() {
        Map<String, Object> answer = authenticator.create(client.registrationOptions(user));
        client.register(user, answer).body(201);
        refused(client.register(user, answer));
        assertThat(client.list(user).get("total").asInt()).isEqualTo(1);
        assertThat(outcomes()).containsExactly("success", "challenge");
    }

    @Test
    void addsOneHoweverOftenAnAnswerComesAtOnce() {
        Map<String, Object> answer = authenticator.create(client.registrationOptions(user));
        List<Integer> statuses = Flux.range(0, 20)
                .flatMap(
                        _ -> Mono.fromCallable(
                                        () -> client.register(user, answer).status())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        20)
                .collectList()
                .block();
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 400).hasSize(19);
        assertThat(client.list(user).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void refusesTheChallengeOfAnotherUserOrSession() {
        JsonNode options = client.registrationOptions(user);
        refused(client.register(testUsers.again(user), authenticator.create(options)));
        refused(client.register(testUsers.signUp(), authenticator.create(options)));
        client.register(user, authenticator.create(options)).body(201);
    }

    @Test
    void refusesChallengesOfOtherPurposes() {
        JsonNode options = client.registrationOptions(user);
        authenticator.challenge = client.loginOptions().get("challenge").asString();
        refused(client.register(user, authenticator.create(options)));
        authenticator.challenge = client.post(user, "/passkeys/options", null)
                .body(200)
                .get("challenge")
                .asString();
        refused(client.register(user, authenticator.create(options)));
    }

    @Test
    void refusesAnExpiredChallenge() {
        JsonNode options = client.registrationOptions(user);
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        refused(client.register(user, authenticator.create(options)));
    }

    @Test
    void refusesAnotherIdThanTheAuthenticatorsOwn() {
        Map<String, Object> answer = authenticator.create(client.registrationOptions(user));
        String other = SoftAuthenticator.encode(SoftAuthenticator.random(32));
        answer.put("id", other);
        answer.put("rawId", other);
        refused(client.register(user, answer));
        assertThat(outcomes()).containsExactly("credential_id");
    }

    /** Nothing signs this answer, so a change may be harmless; but it is either taken or refused. */
    @Test
    void answersEveryAnswerThatWasChangedOnTheWay() {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed of changed registrations: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 80; i++) {
            // One that was taken without its user's verification is a second factor, which whoever adds another has to
            // show.
            signUp();
            authenticator.credentialId = SoftAuthenticator.random(32);
            Map<String, Object> answer = authenticator.create(client.registrationOptions(user));
            @SuppressWarnings("unchecked")
            Map<String, Object> response = (Map<String, Object>) answer.get("response");
            byte[] bytes = SoftAuthenticator.decode((String) response.get("attestationObject"));
            byte[] changed = random.nextInt(5) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            response.put("attestationObject", SoftAuthenticator.encode(changed));
            assertThat(client.register(user, answer).status())
                    .as("seed %d, change %d", seed, i)
                    .isIn(201, 400);
        }
    }

    private static void refused(Answer answer) {
        JsonNode problem = answer.body(400);
        assertThat(problem.get("code").asString()).isEqualTo("passkey_refused");
        assertThat(problem.get("detail").asString()).isEqualTo("The passkey could not be verified");
    }

    private List<String> outcomes() {
        return client.audit("passkey.registration", user.id());
    }
}
