package io.tollgate.auth.verification;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** A user whose address is not proven yet, and the link in the mail that asks for it. */
@IntegrationTest
abstract class VerificationFixture {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers testUsers;

    @Autowired
    DatabaseClient db;

    TestUser user;
    String token;

    @BeforeEach
    void requestALink() {
        user = testUsers.unverified();
        requestAgain();
        token = tokenOfMail(1);
    }

    final ResponseSpec confirm(String given) {
        return http.post()
                .uri("/verify")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", given))
                .exchange();
    }

    final void requestAgain() {
        request()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("New Verification Email has been sent");
    }

    final ResponseSpec request() {
        return user.authorized(http).post().uri("/request/verify").exchange();
    }

    final String tokenOfMail(int number) {
        return Mailbox.of(user.user().email())
                .await(number)
                .get(number - 1)
                .link()
                .split("token=")[1];
    }

    final boolean verified() {
        return db.sql("select is_verified from users where id = :id")
                .bind("id", user.id())
                .mapValue(Boolean.class)
                .one()
                .block();
    }
}
