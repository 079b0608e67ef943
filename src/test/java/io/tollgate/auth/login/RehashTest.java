package io.tollgate.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Hashes that a login finds made otherwise than they are made today. */
@IntegrationTest
class RehashTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private CredentialsRepository credentials;

    @Autowired
    private DatabaseClient db;

    private TestUser user;

    @BeforeEach
    void signUp() {
        user = withPassword(testUsers.signUp());
    }

    /** A hash of the original system, as passlib made them. */
    @Test
    void takesOverAnImportedHashAndMakesItAnew() {
        TestUser imported = testUsers.signUp();
        String phc = "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc";
        passwords.insert(imported.id(), phc).block();
        login(imported.user().email(), "password", 200);
        assertThat(hashOf(imported)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        login(imported.user().email(), "password", 200);
        login(imported.user().email(), "passwords", 401);
    }

    @Test
    void neverMatchesAStoredHashThatWouldCostTooMuch() {
        TestUser broken = testUsers.signUp();
        String phc = "$argon2id$v=19$m=9999999,t=99,p=1$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc";
        passwords.insert(broken.id(), phc).block();
        login(broken.user().email(), "password", 401);
    }

    @Test
    void doesNotOverwriteAPasswordThatWasChangedMeanwhile() {
        String hash = hashOf(user);
        assertThat(passwords.rehash(user.id(), "$another", "$new").block()).isFalse();
        assertThat(hashOf(user)).isEqualTo(hash);
        assertThat(credentials.confirm(user.user(), "$another").blockOptional()).isEmpty();
        assertThat(credentials.confirm(user.user(), hash).blockOptional()).isPresent();
    }

    private TestUser withPassword(TestUser someone) {
        return new Logins(http, hashing, passwords).withPassword(someone);
    }

    private String hashOf(TestUser someone) {
        return db.sql("select hash from passwords where user_id = :id")
                .bind("id", someone.id())
                .mapValue(String.class)
                .one()
                .block();
    }

    private JsonNode login(String identifier, String password, int status) {
        EntityExchangeResult<JsonNode> result = send(Map.of("email", identifier, "password", password));
        assertThat(result.getStatus().value())
                .as("%s", result.getResponseBody())
                .isEqualTo(status);
        return result.getResponseBody();
    }

    private EntityExchangeResult<JsonNode> send(Map<String, ?> body) {
        return http.post()
                .uri("/login")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }
}
