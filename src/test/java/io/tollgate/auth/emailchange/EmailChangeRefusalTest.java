package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Changes of an address that come to nothing, and say no more than that. */
@IntegrationTest
class EmailChangeRefusalTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private TestUser user;
    private String wanted;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
        wanted = "New." + UUID.randomUUID() + "@Example.test";
    }

    @Test
    void answersAlikeForATakenAddressAndTellsItsOwner() {
        TestUser owner = testUsers.signUp();
        byte[] free = answer(request(user, wanted));
        byte[] taken = answer(request(user, owner.user().email()));
        assertThat(taken).isEqualTo(free);
        assertThat(subjects(owner.user().email(), 1)).containsExactly("Your address was given for another account");
        // The old mailbox cannot tell either.
        assertThat(subjects(user.user().email(), 2))
                .containsExactly("Your address is to be changed", "Your address is to be changed");
        String link = Mailbox.of(user.user().email()).await(2).get(1).link().split("token=")[1];
        confirm(link).expectStatus().isAccepted();
        assertThat(email(owner)).isEqualTo(owner.user().email());
        assertThat(email(user)).isEqualTo(user.user().email());
    }

    @Test
    void refusesWrongExpiredUsedAndForeignLinksAlike() {
        request(user, wanted).expectStatus().isAccepted();
        String token = tokenFor(wanted);
        confirm("made-up")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("verification_token_invalid");
        confirm("x".repeat(300)).expectStatus().is4xxClientError();
        confirm(token).expectStatus().isAccepted();
        confirm(token).expectStatus().isUnauthorized();
        clock.advance(Duration.ofMinutes(61));
        confirm(tokenFor(user.user().email())).expectStatus().isUnauthorized();
        assertThat(email(user)).isEqualTo(user.user().email());
        // As a link of another purpose it is nothing.
        http.post()
                .uri("/verify")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", tokenFor(user.user().email())))
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void voidsTheLinksOfTheRequestBefore() {
        request(user, wanted).expectStatus().isAccepted();
        String first = tokenFor(wanted);
        String another = "other." + UUID.randomUUID() + "@example.test";
        request(user, another).expectStatus().isAccepted();
        confirm(first).expectStatus().isUnauthorized();
        confirm(tokenFor(another)).expectStatus().isAccepted();
    }

    @Test
    void wantsARecentLoginAnAddressAndAnActiveUser() {
        request(testUsers.againFromLongAgo(user), wanted).expectStatus().isForbidden();
        request(testUsers.unverified(), wanted).expectStatus().isForbidden();
        request(user, "nonsense").expectStatus().isEqualTo(422);
        request(user, " " + user.user().email().toUpperCase(Locale.ROOT))
                .expectStatus()
                .isEqualTo(422);
        assertThat(count("select count(*) from email_changes where user_id = :id"))
                .isZero();
    }

    private ResponseSpec request(TestUser who, String address) {
        return who.authorized(http)
                .post()
                .uri("/me/email")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", address))
                .exchange();
    }

    private ResponseSpec confirm(String token) {
        return json("/me/email/confirm", token);
    }

    private ResponseSpec json(String path, String token) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", token))
                .exchange();
    }

    private static byte[] answer(ResponseSpec response) {
        return response.expectStatus().isAccepted().expectBody().returnResult().getResponseBody();
    }

    private static String tokenFor(String mailbox) {
        return Mailbox.of(mailbox).awaitOne().link().split("token=")[1];
    }

    private static List<String> subjects(String mailbox, int count) {
        return Mailbox.of(mailbox).await(count).stream()
                .map(Mailbox.Received::subject)
                .toList();
    }

    private int me(TestUser who) {
        return Logins.status(who.authorized(http).get().uri("/me").exchange());
    }

    private String email(TestUser who) {
        return db.sql("select email from users where id = :id")
                .bind("id", who.id())
                .mapValue(String.class)
                .one()
                .block();
    }

    private long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }
}
