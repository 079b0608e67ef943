package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.mfa.SecondFactors;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class PasskeySecondFactorTest {

    private static final String PASSWORD = Logins.PASSWORD;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private SecondFactors factors;

    @Autowired
    private DatabaseClient db;

    private PasskeyClient client;
    private TestUser user;

    @BeforeEach
    void signUp() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUpWithSecondFactor();
        new Logins(http, hashing, passwords).withPassword(user);
    }

    @Test
    void asksForASecurityKeyAfterThePassword() {
        SoftAuthenticator key = securityKey();
        JsonNode wanted = login();
        assertThat(wanted.get("mfa_required").asBoolean()).isTrue();
        assertThat(wanted.get("methods").valueStream().map(JsonNode::asString)).containsExactly("webauthn");
        assertThat(wanted.has("token")).isFalse();
        JsonNode options = options(wanted);
        assertThat(options.get("userVerification").asString()).isEqualTo("preferred");
        assertThat(options.get("allowCredentials").findValuesAsString("id")).containsExactly(key.id());
        JsonNode tokens = show(wanted, key.get(options)).body(200);
        assertThat(tokens.get("user").get("id").asString()).isEqualTo(user.id().toString());
        assertThat(PasskeyClient.methods(tokens)).containsExactly("pwd", "pop", "user", "mfa");
    }

    @Test
    void doesNotAskForAPasskeyThatIsEnoughByItself() {
        client.add(user, new SoftAuthenticator());
        assertThat(login().has("token")).isTrue();
        assertThat(factors.methods(user.id()).block()).isEmpty();
    }

    @Test
    void takesAnyPasskeyOfTheUserWhereOneIsAskedFor() {
        securityKey();
        user = testUsers.againWithSecondFactor(user);
        SoftAuthenticator phone = new SoftAuthenticator();
        client.add(user, phone);
        JsonNode wanted = login();
        assertThat(wanted.get("methods").valueStream().map(JsonNode::asString)).containsExactly("webauthn");
        show(wanted, phone.get(options(wanted))).body(200);
    }

    @Test
    void asksForNothingMoreAfterAPasskeyThatCheckedItsUser() {
        securityKey();
        user = testUsers.againWithSecondFactor(user);
        SoftAuthenticator phone = new SoftAuthenticator();
        client.add(user, phone);
        assertThat(client.login(phone).body(200).has("token")).isTrue();
    }

    @Test
    void endsSessionsThatKnewOfNoSecurityKey() {
        TestUser elsewhere = testUsers.again(user);
        securityKey();
        assertThat(client.liveSessions(user.id())).isEqualTo(1);
        assertThat(client.post(elsewhere, "/passkeys/options", null).code()).isEqualTo("session_ended");
    }

    /** ASVS 6.4.3. */
    @Test
    void asksForTheSecurityKeyAfterAPasswordResetToo() {
        SoftAuthenticator key = securityKey();
        String email = user.user().email();
        String next = "another sentence, quite odd";
        client.post(null, "/forget-password", Map.of("email", email)).body(202);
        String link = Mailbox.of(email).await("Password Reset").link().split("token=")[1];
        client.post(null, "/new-password", Map.of("token", link, "password", next))
                .body(202);
        JsonNode wanted = client.post(null, "/login", Map.of("email", email, "password", next))
                .body(200);
        assertThat(wanted.get("mfa_required").asBoolean()).isTrue();
        assertThat(wanted.has("token")).isFalse();
        assertThat(wanted.get("methods").valueStream().map(JsonNode::asString)).containsExactly("webauthn");
        assertThat(client.liveSessions(user.id())).isZero();
        show(wanted, key.get(options(wanted))).body(200);
    }

    @Test
    void asksNoLongerOnceTheSecurityKeyIsRemoved() {
        SoftAuthenticator key = securityKey();
        user = testUsers.againWithSecondFactor(user);
        UUID id = UUID.fromString(client.list(user).get("data").get(0).get("id").asString());
        assertThat(client.remove(user, id, client.proof(user, key)).status()).isEqualTo(204);
        assertThat(login().has("token")).isTrue();
    }

    @Test
    void neverMakesASecurityKeyALoginOfItsOwn() {
        SoftAuthenticator key = securityKey();
        key.userVerified = true;
        JsonNode wanted = login();
        show(wanted, key.get(options(wanted))).body(200);
        client.login(key).body(401);
        assertThat(login().get("mfa_required").asBoolean()).isTrue();
    }

    /** One without a PIN, and without room to remember whose it is. */
    private SoftAuthenticator securityKey() {
        SoftAuthenticator key = new SoftAuthenticator();
        key.userVerified = false;
        key.discoverable = false;
        client.add(user, key);
        return key;
    }

    private JsonNode login() {
        return client.post(null, "/login", Map.of("email", user.user().email(), "password", PASSWORD))
                .body(200);
    }

    private JsonNode options(JsonNode wanted) {
        return client.post(null, "/login/mfa/passkey/options", Map.of("mfa_token", token(wanted)))
                .body(200);
    }

    private Answer show(JsonNode wanted, Object response) {
        return client.post(
                null, "/login/mfa", Map.of("mfa_token", token(wanted), "method", "webauthn", "response", response));
    }

    private static String token(JsonNode wanted) {
        return wanted.get("mfa_token").asString();
    }
}
