package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;

/** What a click on the link does, for people, mail scanners and clients. */
@IntegrationTest
class VerificationPageTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private TestUser user;
    private String token;

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

    @BeforeEach
    void requestALink() {
        user = testUsers.unverified();
        requestAgain();
        token = tokenOfMail(1);
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
