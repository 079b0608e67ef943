package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Bodies that are no answer of an authenticator. */
@IntegrationTest
class PasskeyLoginFormTest {

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
    void addAPasskey() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
        authenticator = new SoftAuthenticator();
        client.add(user, authenticator);
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
}
