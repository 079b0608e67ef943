package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;

/** The pages behind the links in the mails. */
@IntegrationTest
class EmailChangePageTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private TestUser user;
    private String wanted;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
        wanted = "New." + UUID.randomUUID() + "@Example.test";
    }

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

    private ResponseSpec cancel(String token) {
        return json("/me/email/cancel", token);
    }

    private ResponseSpec json(String path, String token) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", token))
                .exchange();
    }

    private ResponseSpec form(String path, String token) {
        return http.post()
                .uri(path)
                .body(BodyInserters.fromFormData("token", token))
                .exchange();
    }

    private static String tokenFor(String mailbox) {
        return Mailbox.of(mailbox).awaitOne().link().split("token=")[1];
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
}
