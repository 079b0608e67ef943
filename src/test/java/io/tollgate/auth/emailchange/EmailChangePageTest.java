package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** The pages behind the links in the mails. */
class EmailChangePageTest extends EmailChangeFixture {

    @Test
    void changesNothingOnGet() {
        request(user, wanted).expectStatus().isAccepted();
        for (String mailbox : List.of(wanted, user.user().email())) {
            String page = http.get()
                    .uri("/me/email/confirm?token=" + tokenFor(mailbox))
                    .accept(MediaType.APPLICATION_JSON, MediaType.TEXT_HTML)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(page).contains("formaction=\"cancel\"", tokenFor(mailbox));
        }
        assertThat(email(user)).isEqualTo(user.user().email());
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
    }

    @Test
    void isConfirmedByTheButtonOfThePage() {
        request(user, wanted).expectStatus().isAccepted();
        String page = form("/me/email/confirm", tokenFor(wanted))
                .expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(page).contains("The other mailbox has yet to confirm");
        form("/me/email/confirm", tokenFor(wanted)).expectStatus().isUnauthorized();
    }
}
