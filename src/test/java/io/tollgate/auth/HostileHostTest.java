package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.Mailbox.Received;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** CVE-2025-64101 of another system: whoever names the host in a request would be sent the tokens of whom they name. */
@IntegrationTest
class HostileHostTest {

    private static final String OURS = "http://tollgate.test";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Test
    void doesNotGetIntoTheMailOfARegistration() {
        String name = "n" + UUID.randomUUID().toString().replace("-", "");
        String email = name + "@example.test";
        post(http, "/register", Map.of("email", email, "username", name, "password", Logins.PASSWORD), 201);
        requireOurs(Mailbox.of(email).await("Email Verification"), "/verify?token=");
    }

    @Test
    void doesNotGetIntoTheMailToWhoHasAnAccount() {
        String email = testUsers.signUp().user().email();
        String name = "n" + UUID.randomUUID().toString().replace("-", "");
        post(http, "/register", Map.of("email", email, "username", name, "password", Logins.PASSWORD), 201);
        requireOurs(Mailbox.of(email).await("You already have an account"), "");
    }

    @Test
    void doesNotGetIntoTheMailOfAReset() {
        String email = testUsers.signUp().user().email();
        post(http, "/forget-password", Map.of("email", email), 202);
        requireOurs(Mailbox.of(email).awaitOne(), "/new-password?token=");
    }

    @Test
    void doesNotGetIntoTheMailsOfAChangeOfAddress() {
        TestUser user = testUsers.signUp();
        String wanted = "new-" + user.user().email();
        post(user.authorized(http), "/me/email", Map.of("email", wanted), 202);
        requireOurs(Mailbox.of(wanted).awaitOne(), "/me/email/confirm?token=");
        requireOurs(Mailbox.of(user.user().email()).awaitOne(), "/me/email/confirm?token=");
    }

    private static void requireOurs(Received mail, String path) {
        assertThat(mail.link()).startsWith(OURS + path);
        assertThat(mail.text()).doesNotContain("evil");
    }

    private static void post(WebTestClient client, String path, Map<String, String> body, int status) {
        client.post()
                .uri(path)
                .header("Host", "evil.example")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=evil.example;proto=https")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }
}
