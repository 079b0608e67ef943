package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A credential belongs to one user. */
@IntegrationTest
class PasskeyCredentialTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private PasskeyClient client;
    private TestUser user;
    private SoftAuthenticator authenticator;

    @BeforeEach
    void signUp() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
        authenticator = new SoftAuthenticator();
    }

    @Test
    void givesACredentialToOneUserOnly() {
        client.add(user, authenticator);
        TestUser thief = testUsers.signUp();
        refused(client.register(thief, authenticator.create(client.registrationOptions(thief))));
        refused(client.register(user, authenticator.create(client.registrationOptions(user))));
        assertThat(client.list(thief).get("total").asInt()).isZero();
        assertThat(client.audit("passkey.registration", thief.id())).containsExactly("registered_already");
    }

    @Test
    void givesACredentialToOneOfTwoUsersWhoComeAtOnce() {
        TestUser other = testUsers.signUp();
        Map<TestUser, Map<String, Object>> answers = Map.of(
                user, authenticator.create(client.registrationOptions(user)),
                other, authenticator.create(client.registrationOptions(other)));
        List<Integer> statuses = Flux.fromIterable(answers.entrySet())
                .flatMap(
                        answer -> Mono.fromCallable(() -> client.register(answer.getKey(), answer.getValue())
                                        .status())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        2)
                .collectList()
                .block();
        assertThat(statuses).containsExactlyInAnyOrder(201, 400);
    }

    private static void refused(Answer answer) {
        JsonNode problem = answer.body(400);
        assertThat(problem.get("code").asString()).isEqualTo("passkey_refused");
        assertThat(problem.get("detail").asString()).isEqualTo("The passkey could not be verified");
    }
}
