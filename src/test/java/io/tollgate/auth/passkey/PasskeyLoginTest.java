package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class PasskeyLoginTest {

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
    void letsInWithoutAName() {
        JsonNode tokens = client.login(authenticator).body(200);
        assertThat(tokens.get("user").get("id").asString()).isEqualTo(user.id().toString());
        assertThat(tokens.get("refresh_token").asString()).isNotEmpty();
        assertThat(PasskeyClient.methods(tokens)).containsExactly("hwk", "user", "mfa");
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(tokens.get("token").asString()))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(client.audit("login", user.id())).containsExactly("success");
    }

    @Test
    void asksInTheFormOfTheW3c() {
        JsonNode options = client.loginOptions();
        assertThat(options.propertyNames())
                .containsExactlyInAnyOrder("challenge", "timeout", "rpId", "allowCredentials", "userVerification");
        assertThat(options.get("rpId").asString()).isEqualTo("tollgate.test");
        assertThat(options.get("userVerification").asString()).isEqualTo("required");
        assertThat(options.get("timeout").asLong()).isEqualTo(300_000);
        assertThat(SoftAuthenticator.decode(options.get("challenge").asString()))
                .hasSize(32);
        assertThat(options.get("challenge")).isNotEqualTo(client.loginOptions().get("challenge"));
    }

    @Test
    void saysThatASyncedKeyIsSoftware() {
        SoftAuthenticator synced = new SoftAuthenticator();
        synced.backupEligible = true;
        synced.backedUp = true;
        client.add(user, synced);
        assertThat(PasskeyClient.methods(client.login(synced).body(200))).containsExactly("swk", "user", "mfa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rs256", "rs256 of 4096 bits"})
    void takesEveryAlgorithmThatItAsksFor(String kind) {
        SoftAuthenticator other = new SoftAuthenticator();
        other.key = switch (kind) {
            case "ed25519" -> AuthenticatorKey.ed25519();
            case "rs256" -> AuthenticatorKey.rs256(2048);
            default -> AuthenticatorKey.rs256(4096);
        };
        client.add(user, other);
        client.login(other).body(200);
    }

    @Test
    void takesAuthenticatorsThatDoNotCount() {
        SoftAuthenticator uncounted = new SoftAuthenticator();
        uncounted.countsBy = 0;
        client.add(user, uncounted);
        client.login(uncounted).body(200);
        client.login(uncounted).body(200);
    }

    @Test
    void remembersWhenAPasskeyWasUsedAndWhetherItIsSynced() {
        SoftAuthenticator synced = new SoftAuthenticator();
        synced.backupEligible = true;
        UUID id = client.add(user, synced);
        assertThat(shown(id).get("last_used_at").isNull()).isTrue();
        assertThat(shown(id).get("synced").asBoolean()).isFalse();
        synced.backedUp = true;
        client.login(synced).body(200);
        assertThat(shown(id).get("last_used_at").isNull()).isFalse();
        assertThat(shown(id).get("synced").asBoolean()).isTrue();
    }

    @Test
    void takesANameAndThenThatAccountOnly() {
        Map<String, String> name = Map.of("username", user.user().username().toUpperCase());
        client.login(authenticator.get(client.loginOptions(name))).body(200);
        Map<String, String> address = Map.of("email", user.user().email());
        client.login(authenticator.get(client.loginOptions(address))).body(200);
        Map<String, String> other = Map.of("email", testUsers.signUp().user().email());
        client.login(authenticator.get(client.loginOptions(other))).body(401);
        Map<String, String> nobody = Map.of("email", "nobody-at-all@example.test");
        client.login(authenticator.get(client.loginOptions(nobody))).body(401);
    }

    @Test
    void answersAlikeForNamesThatNobodyHas() {
        EntityExchangeResult<JsonNode> known =
                options(Map.of("email", user.user().email()));
        EntityExchangeResult<JsonNode> without =
                options(Map.of("email", testUsers.signUp().user().email()));
        EntityExchangeResult<JsonNode> unknown = options(Map.of("email", "nobody-at-all@example.test"));
        for (EntityExchangeResult<JsonNode> other : new EntityExchangeResult[] {without, unknown}) {
            assertThat(other.getStatus()).isEqualTo(known.getStatus());
            assertThat(other.getResponseHeaders().headerNames())
                    .isEqualTo(known.getResponseHeaders().headerNames());
            assertThat(other.getResponseBody().propertyNames())
                    .isEqualTo(known.getResponseBody().propertyNames());
            assertThat(other.getResponseBody().get("allowCredentials").isEmpty())
                    .isTrue();
        }
        assertThat(known.getResponseBody().get("allowCredentials").isEmpty()).isTrue();
        assertThat(known.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
    }

    @Test
    void letsAnUnverifiedUserInAsOtherLoginsDo() {
        db.sql("update users set is_verified = false where id = :id")
                .bind("id", user.id())
                .fetch()
                .rowsUpdated()
                .block();
        client.login(authenticator).body(200);
    }

    @Test
    void refusesADeactivatedUserWithoutSayingWhy() {
        JsonNode refusedOtherwise = client.login(new SoftAuthenticator()).body(401);
        db.sql("update users set is_active = false where id = :id")
                .bind("id", user.id())
                .fetch()
                .rowsUpdated()
                .block();
        JsonNode refused = client.login(authenticator).body(401);
        assertThat(refused.get("code")).isEqualTo(refusedOtherwise.get("code"));
        assertThat(refused.get("detail")).isEqualTo(refusedOtherwise.get("detail"));
        assertThat(client.liveSessions(user.id())).isEqualTo(1);
    }

    private JsonNode shown(UUID id) {
        for (JsonNode passkey : client.list(user).get("data")) {
            if (passkey.get("id").asString().equals(id.toString())) {
                return passkey;
            }
        }
        throw new AssertionError("Not listed: " + id);
    }

    private EntityExchangeResult<JsonNode> options(Map<String, String> who) {
        return http.post()
                .uri("/login/passkey/options")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(who)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }
}
