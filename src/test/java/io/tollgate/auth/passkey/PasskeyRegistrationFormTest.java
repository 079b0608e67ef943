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

/** Answers to a registration that are none, or were changed on the way. */
@IntegrationTest
class PasskeyRegistrationFormTest {

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
    void refusesAnIdThatIsTooLong() {
        authenticator.credentialId = SoftAuthenticator.random(1_100);
        refused(client.register(user, authenticator.create(client.registrationOptions(user))));
        authenticator.credentialId = SoftAuthenticator.random(1_023);
        client.add(user, authenticator);
    }

    @Test
    void refusesWhatIsNoAnswerAtAll() {
        for (Object nonsense : List.of(
                Map.of(),
                with("clientDataJSON", "%%%"),
                with("attestationObject", "%%%"),
                with("attestationObject", SoftAuthenticator.encode(new byte[300])),
                with("attestationObject", SoftAuthenticator.encode(filled(20_000, 0x81))),
                with("attestationObject", SoftAuthenticator.encode(filled(20_000, 0x9f))),
                with("attestationObject", SoftAuthenticator.encode(filled(20_000, 0xbf))),
                with("attestationObject", SoftAuthenticator.encode(filled(20_000, 0xc1))),
                with("attestationObject", SoftAuthenticator.encode(filled(20, 0x5b))),
                with("attestationObject", SoftAuthenticator.encode(Cbor.of(Map.of("fmt", "none")))),
                with("attestationObject", "A".repeat(400_000)))) {
            refused(client.post(user, "/passkeys/registration", nonsense));
        }
        assertThat(outcomes()).hasSize(11);
    }

    @Test
    void refusesMembersOfAnotherTypeAndBodiesThatAreTooLarge() {
        client.post(user, "/passkeys/registration", Map.of("response", 7)).body(422);
        Map<String, Object> misnamed = authenticator.create(client.registrationOptions(user));
        misnamed.put("name", "two\nlines");
        client.register(user, misnamed).body(422);
        assertThat(client.register(user, with("attestationObject", "A".repeat(1_000_000)))
                        .status())
                .isEqualTo(413);
    }

    private Map<String, Object> with(String member, String value) {
        Map<String, Object> answer = authenticator.create(client.registrationOptions(user));
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
        JsonNode problem = answer.body(400);
        assertThat(problem.get("code").asString()).isEqualTo("passkey_refused");
        assertThat(problem.get("detail").asString()).isEqualTo("The passkey could not be verified");
    }

    private List<String> outcomes() {
        return client.audit("passkey.registration", user.id());
    }
}
