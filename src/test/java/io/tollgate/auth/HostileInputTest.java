package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Headers, forms and queries that no client would send, at what anybody may call. */
@IntegrationTest
class HostileInputTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String FORM = "application/x-www-form-urlencoded";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/verify",
                "/new-password",
                "/me/email/confirm",
                "/me/email/cancel",
                "/login/passkey/options",
                "/login",
                "/refresh-token"
            })
    void says415ToAMediaTypeThatNobodyCanRead(String path) {
        for (String type : new String[] {"x", "/", FORM + ";charset=x"}) {
            assertThat(post(path, type, "token=x").statusCode()).as(type).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify", "/new-password", "/me/email/confirm", "/me/email/cancel"})
    void says400ToAFormThatIsNone(String path) {
        for (String form : new String[] {"token=%zz", "token=%", "token=%4"}) {
            assertThat(post(path, FORM, form).statusCode()).as(form).isEqualTo(400);
        }
        assertThat(post(path, FORM, "token").statusCode()).isEqualTo(422);
        assertThat(post(path, FORM, "").statusCode()).isEqualTo(422);
    }

    @Test
    void confirmsALinkWhateverIsAcceptedInReturn() {
        TestUser user = testUsers.unverified();
        user.authorized(http)
                .post()
                .uri("/request/verify")
                .exchange()
                .expectStatus()
                .isAccepted();
        String token = Mailbox.of(user.user().email()).awaitOne().link().split("token=")[1];
        assertThat(send(request("/verify?token=" + token).header("Accept", "x").GET())
                        .statusCode())
                .isEqualTo(200);
        HttpRequest.Builder confirm = request("/verify").header("Accept", "x").header("Content-Type", FORM);
        assertThat(send(confirm.POST(BodyPublishers.ofString("token=" + token))).statusCode())
                .isEqualTo(202);
        assertThat(new AuthRows(db).verified(user.id())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/google/login?hd",
                "/google/login?login_hint&prompt=",
                "/github/login?login",
                "/github/login?login&allow_signup"
            })
    void leavesOutHintsThatSayNothing(String path) {
        HttpResponse<String> answer = send(request(path).GET());
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify?token", "/new-password?token=", "/me/email/confirm?token"})
    void asksForTheTokenOfALink(String path) {
        assertThat(send(request(path).GET()).statusCode()).isEqualTo(422);
    }

    private HttpResponse<String> post(String path, String type, String body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
