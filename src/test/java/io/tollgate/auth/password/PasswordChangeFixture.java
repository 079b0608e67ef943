package io.tollgate.auth.password;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.Logins;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Somebody who has logged in with a password and wants another. */
@IntegrationTest
abstract class PasswordChangeFixture {

    static final String OLD = Logins.PASSWORD;
    static final String NEW = "another sentence, quite odd";

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers testUsers;

    @Autowired
    DatabaseClient db;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    AuthCalls anybody;
    AuthRows rows;
    TestUser user;

    /** Of a session that has a refresh token. */
    JsonNode login;

    @BeforeEach
    void signUp() {
        anybody = new AuthCalls(http);
        rows = new AuthRows(db);
        user = withPassword(testUsers.signUp());
        login = login(OLD, 200);
    }

    JsonNode change(String old, String next, int status) {
        return anybody.with(login.get("token").asString())
                .post("/change-password", Map.of("old_password", old, "new_password", next), status);
    }

    JsonNode login(String password, int status) {
        return anybody.post("/login", Map.of("email", user.user().email(), "password", password), status);
    }

    TestUser withPassword(TestUser someone) {
        return new Logins(http, hashing, passwords).withPassword(someone);
    }
}
