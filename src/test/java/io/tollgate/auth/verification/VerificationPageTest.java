package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;

/** What a click on the link does, for people, mail scanners and clients. */
class VerificationPageTest extends VerificationFixture {

    @Test
    void showsAPageToBrowsersAndMailScannersAndChangesNothing() {
        for (MediaType[] accept :
                List.of(new MediaType[] {MediaType.TEXT_HTML, MediaType.ALL}, new MediaType[] {MediaType.ALL})) {
            http.get()
                    .uri("/verify?token={token}", token)
                    .accept(accept)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                    .expectBody(String.class)
                    .value(page -> assertThat(page)
                            .contains("<form method=\"post\"", token)
                            .doesNotContain("<script"));
        }
        assertThat(verified()).isFalse();
    }

    /** CVE-2025-64101 of another system: whoever names the host in a request would be sent the tokens. */
    @Test
    void buildsTheLinkFromTheConfiguredUrlWhateverTheRequestSays() {
        user = testUsers.unverified();
        user.authorized(http)
                .post()
                .uri("/request/verify")
                .header("Host", "evil.example")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=evil.example;proto=https")
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(Mailbox.of(user.user().email()).awaitOne())
                .satisfies(mail -> assertThat(mail.link()).startsWith("http://tollgate.test/verify?token="))
                .satisfies(mail -> assertThat(mail.text()).doesNotContain("evil"));
    }

    @Test
    void confirmsWhenTheButtonOfThePageIsPressed() {
        http.post()
                .uri("/verify")
                .accept(MediaType.TEXT_HTML)
                .body(BodyInserters.fromFormData("token", token))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("Email is Verified"));
        assertThat(verified()).isTrue();
    }

    /** Under the usual no-referrer a browser would send {@code Origin: null} with the form, which is refused. */
    @Test
    void letsABrowserSendItsOwnForm() {
        http.get()
                .uri("/verify?token={token}", token)
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectHeader()
                .valueEquals("Referrer-Policy", "same-origin");
        http.post()
                .uri("/verify")
                .header("Origin", "http://tollgate.test")
                .accept(MediaType.TEXT_HTML)
                .body(BodyInserters.fromFormData("token", token))
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(verified()).isTrue();
    }

    @Test
    void saysWhatToDoWhenTheLinkIsNotValid() {
        http.post()
                .uri("/verify")
                .accept(MediaType.TEXT_HTML)
                .body(BodyInserters.fromFormData("token", "nonsense"))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("This link is not valid", "ask for another mail"));
    }

    @Test
    void confirmsAtOnceForAClientThatReadsJson() {
        http.get()
                .uri("/verify?token={token}", token)
                .accept(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("Email is Verified");
        assertThat(verified()).isTrue();
    }

    @Test
    void putsNothingOfTheQueryIntoThePageAsMarkup() {
        http.get()
                .uri("/verify?token={token}", "\"><b>x")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).doesNotContain("<b>x"));
    }
}
