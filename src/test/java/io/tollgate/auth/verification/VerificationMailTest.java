package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Asking for another mail. */
@IntegrationTest
class VerificationMailTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private TestUser user;
    private String token;

    @BeforeEach
    void requestALink() {
        user = testUsers.unverified();
        requestAgain();
        token = tokenOfMail(1);
    }

    @Test
    void sendsAtMostOneMailAMinuteAndDoesNotSaySo() {
        requestAgain();
        requestAgain();
        clock.advance(Duration.ofSeconds(61));
        requestAgain();
        assertThat(Mailbox.of(user.user().email()).await(2)).hasSize(2);
    }

    @Test
    void sendsNothingToAVerifiedUser() {
        confirm(token).expectStatus().isAccepted();
        clock.advance(Duration.ofSeconds(61));
        request().expectStatus().isAccepted().expectBody().jsonPath("$.message").isEqualTo("Email is already verified");
        assertThat(Mailbox.of(user.user().email()).all()).hasSize(1);
    }

    @Test
    void wantsASignedInUserForAnotherMail() {
        http.post().uri("/request/verify").exchange().expectStatus().isUnauthorized();
    }

    private ResponseSpec confirm(String given) {
        return http.post()
                .uri("/verify")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", given))
                .exchange();
    }

    private void requestAgain() {
        request()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("New Verification Email has been sent");
    }

    private ResponseSpec request() {
        return user.authorized(http).post().uri("/request/verify").exchange();
    }

    private String tokenOfMail(int number) {
        return Mailbox.of(user.user().email())
                .await(number)
                .get(number - 1)
                .link()
                .split("token=")[1];
    }

    private boolean verified() {
        return db.sql("select is_verified from users where id = :id")
                .bind("id", user.id())
                .mapValue(Boolean.class)
                .one()
                .block();
    }
}
