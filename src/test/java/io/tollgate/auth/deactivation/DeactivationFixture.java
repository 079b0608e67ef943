package io.tollgate.auth.deactivation;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A user with a password who is logged in, and may not be for long. */
@IntegrationTest
abstract class DeactivationFixture {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers testUsers;

    @Autowired
    PasswordHashing hashing;

    @Autowired
    PasswordRepository passwords;

    @Autowired
    Deactivation deactivation;

    @Autowired
    DatabaseClient db;

    @Autowired
    MutableClock clock;

    Logins logins;
    TestUser user;
    Tokens tokens;

    @BeforeEach
    void signIn() {
        logins = new Logins(http, hashing, passwords);
        user = logins.withPassword(testUsers.signUp());
        tokens = logins.login(user);
    }

    final int deactivate(Map<String, String> body) {
        var request = tokens.on(http).post().uri("/deactivate");
        return Logins.status(
                body.isEmpty()
                        ? request.exchange()
                        : request.contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(body)
                                .exchange());
    }

    final int login() {
        return Logins.status(logins.attempt(user.user().email()));
    }

    final long audited(String action, String outcome) {
        return new AuthRows(db).audited(user.id(), action, outcome);
    }

    final long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }
}
