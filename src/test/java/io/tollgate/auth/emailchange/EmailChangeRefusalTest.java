package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthRows;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Changes of an address that come to nothing, and say no more than that. */
class EmailChangeRefusalTest extends EmailChangeFixture {

    @Autowired
    private MutableClock clock;

    @Test
    void answersAlikeForATakenAddressAndTellsItsOwner() {
        TestUser owner = testUsers.signUp();
        byte[] free = answer(request(user, wanted));
        // Mails overtake each other: the second is the second when the first is there.
        Mailbox.of(user.user().email()).awaitOne();
        byte[] taken = answer(request(user, owner.user().email()));
        assertThat(taken).isEqualTo(free);
        AuthRows rows = new AuthRows(db);
        assertThat(rows.mailsTo(owner.user().email())).containsExactly("Your address was given for another account");
        // The old mailbox cannot tell either.
        assertThat(rows.mailsTo(user.user().email()))
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

    private static byte[] answer(ResponseSpec response) {
        return response.expectStatus().isAccepted().expectBody().returnResult().getResponseBody();
    }
}
