package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Adding, listing, renaming and removing. */
@IntegrationTest
class PasskeysTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private PasskeyClient client;
    private TestUser user;

    @BeforeEach
    void signUp() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
    }

    @Test
    void asksInTheFormOfTheW3c() {
        JsonNode options = client.registrationOptions(user);
        assertThat(options.propertyNames())
                .containsExactlyInAnyOrder(
                        "rp",
                        "user",
                        "challenge",
                        "pubKeyCredParams",
                        "timeout",
                        "excludeCredentials",
                        "authenticatorSelection",
                        "attestation",
                        "extensions");
        assertThat(options.get("rp").get("id").asString()).isEqualTo("tollgate.test");
        assertThat(options.get("user").get("name").asString())
                .isEqualTo(user.user().email());
        assertThat(options.get("user").get("displayName").asString())
                .isEqualTo(user.user().username());
        assertThat(options.get("attestation").asString()).isEqualTo("none");
        assertThat(options.get("authenticatorSelection").get("residentKey").asString())
                .isEqualTo("preferred");
        assertThat(options.get("extensions").get("credProps").asBoolean()).isTrue();
        assertThat(options.get("pubKeyCredParams").findValuesAsString("alg")).containsExactly("-8", "-7", "-257");
        assertThat(SoftAuthenticator.decode(options.get("challenge").asString()))
                .hasSize(32);
    }

    @Test
    void namesTheUserByAHandleThatTellsNothing() {
        String handle = client.registrationOptions(user).get("user").get("id").asString();
        assertThat(client.registrationOptions(user).get("user").get("id").asString())
                .isEqualTo(handle);
        assertThat(SoftAuthenticator.decode(handle)).hasSize(32);
        assertThat(client.registrationOptions(testUsers.signUp())
                        .get("user")
                        .get("id")
                        .asString())
                .isNotEqualTo(handle);
    }

    @Test
    void addsAndListsPasskeys() {
        SoftAuthenticator authenticator = new SoftAuthenticator();
        Map<String, Object> answer = authenticator.create(client.registrationOptions(user));
        answer.put("name", "  My laptop ");
        JsonNode added = client.register(user, answer).body(201);
        assertThat(added.get("name").asString()).isEqualTo("My laptop");
        assertThat(added.get("authenticator").asString()).isEqualTo("iCloud Keychain");
        assertThat(added.get("passwordless").asBoolean()).isTrue();
        assertThat(added.get("transports").valueStream().map(JsonNode::asString))
                .containsExactly("hybrid", "internal");
        JsonNode list = client.list(user);
        assertThat(list.get("total").asInt()).isEqualTo(1);
        assertThat(list.get("data").get(0)).isEqualTo(added);
        assertThat(list.toString()).doesNotContain(authenticator.id());
        assertThat(client.audit("passkey.registration", user.id())).containsExactly("success");
        Mailbox.Received mail = Mailbox.of(user.user().email()).awaitOne();
        assertThat(mail.subject()).isEqualTo("A passkey was added to your account");
        assertThat(mail.text()).contains("My laptop");
        assertThat(client.liveSessions(user.id())).isEqualTo(1);
    }

    @Test
    void callsANamelessPasskeyWhatItsMakerDoes() {
        SoftAuthenticator known = new SoftAuthenticator();
        client.add(user, known);
        SoftAuthenticator unknown = new SoftAuthenticator();
        unknown.aaguid = new UUID(0, 0);
        client.add(user, unknown);
        assertThat(client.list(user).get("data").findValuesAsString("name"))
                .containsExactly("iCloud Keychain", "Passkey");
        assertThat(client.list(user).get("data").get(1).get("authenticator").isNull())
                .isTrue();
    }

    @Test
    void excludesThePasskeysThatAreThere() {
        SoftAuthenticator authenticator = new SoftAuthenticator();
        client.add(user, authenticator);
        JsonNode excluded = client.registrationOptions(user).get("excludeCredentials");
        assertThat(excluded.size()).isEqualTo(1);
        assertThat(excluded.get(0).get("id").asString()).isEqualTo(authenticator.id());
        assertThat(excluded.get(0).get("type").asString()).isEqualTo("public-key");
        assertThat(excluded.get(0).get("transports").size()).isEqualTo(2);
    }

    @Test
    void wantsAnActiveUser() {
        TestUser unverified = testUsers.unverified();
        for (String path : List.of("/passkeys/registration/options", "/passkeys/registration", "/passkeys/options")) {
            assertThat(client.post(null, path, Map.of()).status()).isEqualTo(401);
            assertThat(client.post(unverified, path, Map.of()).code()).isEqualTo("account_not_active");
        }
    }

    @Test
    void renamesAPasskey() {
        UUID id = client.add(user, new SoftAuthenticator());
        JsonNode renamed = rename(user, id, "Old phone").body(200);
        assertThat(renamed.get("name").asString()).isEqualTo("Old phone");
        assertThat(client.list(user).get("data").get(0).get("name").asString()).isEqualTo("Old phone");
        assertThat(client.audit("passkey.renaming", user.id())).containsExactly("success");
        for (String bad : List.of("", "   ", "two\nlines", "x".repeat(65), "\u202Eelgoog")) {
            assertThat(rename(user, id, bad).status()).as(bad).isEqualTo(422);
        }
        TestUser other = testUsers.signUp();
        assertThat(rename(other, id, "Mine").code()).isEqualTo("passkey_not_found");
        assertThat(client.send(user, HttpMethod.PATCH, "/passkeys/1", Map.of("name", "a"))
                        .code())
                .isEqualTo("passkey_not_found");
        assertThat(client.audit("passkey.renaming", other.id())).containsExactly("not_found");
    }

    @Test
    void hasNoMoreThanTwentyHoweverManyComeAtOnce() {
        for (int i = 0; i < 18; i++) {
            client.add(user, new SoftAuthenticator());
        }
        List<Map<String, Object>> answers = Flux.range(0, 6)
                .map(_ -> new SoftAuthenticator().create(client.registrationOptions(user)))
                .collectList()
                .block();
        List<Integer> statuses = Flux.fromIterable(answers)
                .flatMap(
                        answer -> Mono.fromCallable(
                                        () -> client.register(user, answer).status())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        6)
                .collectList()
                .block();
        assertThat(statuses).containsExactlyInAnyOrder(201, 201, 409, 409, 409, 409);
        assertThat(client.post(user, "/passkeys/registration/options", null).code())
                .isEqualTo("passkey_limit_reached");
        Set<String> ids = new HashSet<>(client.list(user).get("data").findValuesAsString("id"));
        assertThat(ids).hasSize(20);
    }

    private PasskeyClient.Answer rename(TestUser who, UUID id, String name) {
        return client.send(who, HttpMethod.PATCH, "/passkeys/" + id, Map.of("name", name));
    }
}
