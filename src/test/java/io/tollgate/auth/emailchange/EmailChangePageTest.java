package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.BrowserPage;
import io.tollgate.Mailbox;
import java.util.List;
import java.util.Map;
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

    @Test
    void letsABrowserPressEitherButton() {
        request(user, wanted).expectStatus().isAccepted();
        press(wanted, "confirm", "The other mailbox has yet to confirm");
        press(user.user().email(), "cancel", "The address stays as it is");
        assertThat(email(user)).isEqualTo(user.user().email());
        confirm(tokenFor(user.user().email())).expectStatus().isUnauthorized();
    }

    private void press(String mailbox, String button, String said) {
        String link = Mailbox.of(mailbox).awaitOne().link();
        String page = BrowserPage.open(http, link)
                .press(button, Map.of("token", tokenFor(mailbox)))
                .expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(page).contains(said);
    }
}
