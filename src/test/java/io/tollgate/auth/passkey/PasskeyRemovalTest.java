package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordRepository;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Passkeys that go. */
@IntegrationTest
class PasskeyRemovalTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordRepository passwords;

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
    void removesAPasskeyAndEndsAllOtherSessions() {
        SoftAuthenticator authenticator = new SoftAuthenticator();
        UUID id = client.add(user, authenticator);
        client.add(user, new SoftAuthenticator());
        JsonNode elsewhere = client.login(authenticator).body(200);
        assertThat(client.remove(user, id).status()).isEqualTo(204);
        client.login(authenticator).body(401);
        assertThat(client.list(user).get("total").asInt()).isEqualTo(1);
        assertThat(client.liveSessions(user.id())).isEqualTo(1);
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(elsewhere.get("token").asString()))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(client.audit("passkey.removal", user.id())).containsExactly("success");
        assertThat(Mailbox.of(user.user().email()).await(3))
                .anySatisfy(mail -> assertThat(mail.subject()).isEqualTo("A passkey was removed from your account"));
        assertThat(client.remove(user, id).code()).isEqualTo("passkey_not_found");
    }

    @Test
    void removesNobodyElsesPasskey() {
        UUID id = client.add(user, new SoftAuthenticator());
        TestUser other = testUsers.signUp();
        assertThat(client.remove(other, id).code()).isEqualTo("passkey_not_found");
        assertThat(client.audit("passkey.removal", other.id())).containsExactly("not_found");
        assertThat(client.list(user).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void keepsTheLastWayToLogIn() {
        UUID last = client.add(user, new SoftAuthenticator());
        SoftAuthenticator weak = new SoftAuthenticator();
        weak.userVerified = false;
        client.add(user, weak);
        user = testUsers.againWithSecondFactor(user);
        assertThat(client.remove(user, last).code()).isEqualTo("passkey_is_last_login");
        assertThat(client.audit("passkey.removal", user.id())).containsExactly("last_login");
        passwords.insert(user.id(), "$argon2id$of$nothing").block();
        assertThat(client.remove(user, last).status()).isEqualTo(204);
    }

    /** A stolen session is not enough to take away what it would be asked for next. */
    @Test
    void removesASecondFactorForASecondFactorOnly() {
        SoftAuthenticator key = new SoftAuthenticator();
        key.userVerified = false;
        UUID id = client.add(user, key);
        user = testUsers.againWithSecondFactor(user);
        assertThat(client.remove(user, id).code()).isEqualTo("mfa_required");
        assertThat(client.remove(user, id, Map.of("code", "123456")).code()).isEqualTo("mfa_code_invalid");
        assertThat(client.remove(user, id, client.proof(user, new SoftAuthenticator()))
                        .code())
                .isEqualTo("mfa_code_invalid");
        assertThat(client.audit("passkey.removal", user.id()))
                .containsExactly("wrong_second_factor", "wrong_second_factor");
        assertThat(client.list(user).get("total").asInt()).isEqualTo(1);
        JsonNode codes = client.post(user, "/mfa/recovery-codes", client.proof(user, key))
                .body(200);
        user = testUsers.againWithSecondFactor(user);
        String code = codes.get("recovery_codes").get(0).asString();
        assertThat(client.remove(user, id, Map.of("method", "recovery_code", "code", code))
                        .status())
                .isEqualTo(204);
        assertThat(client.list(user).get("total").asInt()).isZero();
    }

    @Test
    void keepsOneOfTwoThatAreRemovedAtOnce() {
        List<UUID> both = List.of(client.add(user, new SoftAuthenticator()), client.add(user, new SoftAuthenticator()));
        List<Integer> statuses = Flux.fromIterable(both)
                .flatMap(
                        id -> Mono.fromCallable(() -> client.remove(user, id).status())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        2)
                .collectList()
                .block();
        assertThat(statuses).containsExactlyInAnyOrder(204, 409);
    }

    @Test
    void forgetsEverythingWithItsUser() {
        client.add(user, new SoftAuthenticator());
        db.sql("delete from users where id = :id")
                .bind("id", user.id())
                .fetch()
                .rowsUpdated()
                .block();
        for (String table : List.of("passkeys", "passkey_handles")) {
            assertThat(db.sql("select count(*) from " + table + " where user_id = :id")
                            .bind("id", user.id())
                            .mapValue(Long.class)
                            .one()
                            .block())
                    .isZero();
        }
    }
}
