package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mailbox.OneTimeSecrets;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.mfa.MfaReset;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Passkeys beside everything else that an account has. */
@IntegrationTest
class PasskeysBesideTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private UnprovenPasskeys unproven;

    @Autowired
    private OneTimeSecrets oneTimeSecrets;

    @Autowired
    private MfaReset reset;

    @Autowired
    private DatabaseClient db;

    private PasskeyClient client;
    private MfaClient mfa;

    @BeforeEach
    void clients() {
        client = new PasskeyClient(http, db);
        mfa = new MfaClient(context, http);
    }

    @Test
    void standsInForAnAuthenticatorApp() {
        Enrolled enrolled = mfa.enrolled();
        SoftAuthenticator phone = new SoftAuthenticator();
        client.add(enrolled.user(), phone);
        JsonNode wanted = mfa.login(enrolled.user()).expect(200).body();
        assertThat(wanted.get("methods").valueStream().map(JsonNode::asString)).contains("totp", "webauthn");
        String token = wanted.get("mfa_token").asString();
        JsonNode options = client.post(null, "/login/mfa/passkey/options", Map.of("mfa_token", token))
                .body(200);
        client.post(
                        null,
                        "/login/mfa",
                        Map.of("mfa_token", token, "method", "webauthn", "response", phone.get(options)))
                .body(200);
    }

    @Test
    void survivesTheRemovalOfAnAuthenticatorApp() {
        Enrolled enrolled = mfa.enrolled();
        client.add(enrolled.user(), new SoftAuthenticator());
        assertThat(client.send(
                                enrolled.user(),
                                HttpMethod.DELETE,
                                "/mfa/totp",
                                Map.of("code", mfa.nextCode(enrolled.secret())))
                        .status())
                .isEqualTo(204);
        assertThat(client.list(enrolled.user()).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void losesItsSecurityKeysAndKeepsItsLoginsWhenAnAdministratorResetsTheSecondFactors() {
        TestUser user = mfa.signUp();
        SoftAuthenticator phone = new SoftAuthenticator();
        client.add(user, phone);
        SoftAuthenticator key = new SoftAuthenticator();
        key.userVerified = false;
        client.add(user, key);
        assertThat(reset.reset(user.id(), testUsers.admin().id(), RequestFacts.NONE)
                        .block())
                .isTrue();
        assertThat(mfa.login(user).expect(200).body().has("token")).isTrue();
        client.login(phone).body(200);
        assertThat(client.list(testUsers.again(user)).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void provesOnceMoreWhoIsSignedIn() {
        TestUser user = mfa.signUp();
        SoftAuthenticator key = new SoftAuthenticator();
        key.userVerified = false;
        client.add(user, key);
        Map<String, Object> others = key.get(
                client.post(testUsers.again(user), "/passkeys/options", null).body(200));
        assertThat(stepUp(user, others).code()).isEqualTo("step_up_refused");
        JsonNode options = client.post(user, "/passkeys/options", null).body(200);
        assertThat(options.get("allowCredentials").findValuesAsString("id")).containsExactly(key.id());
        JsonNode tokens = stepUp(user, key.get(options)).body(200);
        assertThat(PasskeyClient.methods(tokens)).containsExactly("pwd", "pop", "user", "mfa");
    }

    /** Some have nothing else: they could do nothing sensitive a quarter of an hour after each login. */
    @Test
    void provesOnceMoreWhoHasNothingButAPasskey() {
        TestUser user = testUsers.signUp();
        SoftAuthenticator phone = new SoftAuthenticator();
        client.add(user, phone);
        assertThat(stepUp(user, Map.of("id", "nonsense")).code()).isEqualTo("step_up_refused");
        JsonNode options = client.post(user, "/passkeys/options", null).body(200);
        stepUp(user, phone.get(options)).body(200);
    }

    @Test
    void countsAnIdentityElsewhereAsAWayToLogInAndTheReverse() {
        TestUser user = testUsers.signUp();
        UUID id = client.add(user, new SoftAuthenticator());
        assertThat(client.remove(user, id).code()).isEqualTo("passkey_is_last_login");
        link(user);
        assertThat(client.send(user, HttpMethod.DELETE, "/me/identities/google", null)
                        .status())
                .isEqualTo(204);
        link(user);
        assertThat(client.remove(user, id).status()).isEqualTo(204);
        assertThat(client.send(user, HttpMethod.DELETE, "/me/identities/google", null)
                        .code())
                .isEqualTo("identity_last");
    }

    @Test
    void goesWhenTheMailboxTurnsOutToBeSomebodyElses() {
        TestUser user = testUsers.signUp();
        SoftAuthenticator squatter = new SoftAuthenticator();
        client.add(user, squatter);
        unproven.mailboxProven(user.user()).block();
        client.login(squatter).body(401);
    }

    @Test
    void endsLoginsUnderWayWithAllOtherProofs() {
        TestUser user = testUsers.signUp();
        SoftAuthenticator phone = new SoftAuthenticator();
        client.add(user, phone);
        JsonNode options = client.loginOptions(Map.of("email", user.user().email()));
        oneTimeSecrets.forget(user.id()).block();
        client.login(phone.get(options)).body(401);
    }

    @Test
    void standsInTheExportWithoutItsKey() {
        TestUser user = testUsers.signUp();
        SoftAuthenticator phone = new SoftAuthenticator();
        client.add(user, phone);
        String export =
                client.send(user, HttpMethod.GET, "/me/export", null).body(200).toString();
        assertThat(export).contains("\"passkeys\"", "iCloud Keychain").doesNotContain(phone.id());
    }

    private PasskeyClient.Answer stepUp(TestUser user, Object response) {
        return client.post(user, "/sessions/step-up", Map.of("method", "webauthn", "response", response));
    }

    private void link(TestUser user) {
        db.sql("""
                        insert into identities (provider, subject, user_id, created_at, last_used_at)
                        values ('google', :subject, :userId, now(), now())
                        """)
                .bind("subject", user.id().toString())
                .bind("userId", user.id())
                .fetch()
                .rowsUpdated()
                .block();
    }
}
