package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.Logins;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** When more passwords wait than can be hashed soon, the next is turned away before any work, and told when to come again. */
@IntegrationTest
class FullQueueTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private HashingThreads threads;

    @Autowired
    private PasswordProperties properties;

    @Autowired
    private DatabaseClient db;

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void goOn() {
        release.countDown();
        Awaiting.until("the queue is empty", () -> done.get() == taken.get());
    }

    @Test
    void turnsLoginsAndRegistrationsAway() {
        Logins logins = new Logins(http, hashing, passwords);
        TestUser user = logins.withPassword(testUsers.signUp());
        AuthCalls calls = new AuthCalls(http);
        fillTheQueue();
        for (String email : List.of(user.user().email(), UUID.randomUUID() + "@example.test")) {
            refused(calls.send("/login", Map.of("email", email, "password", Logins.PASSWORD)));
        }
        refused(calls.send(
                "/register",
                Map.of(
                        "email", UUID.randomUUID() + "@example.test",
                        "username", "u" + user.id().toString().substring(9),
                        "password", Logins.PASSWORD)));
        assertThat(Logins.status(user.authorized(http).get().uri("/me").exchange()))
                .as("who needs no hash is served")
                .isEqualTo(200);
        goOn();
        logins.login(user);
    }

    @Test
    void leavesTheLinkOfAResetGood() {
        TestUser user = testUsers.signUp();
        String email = user.user().email();
        AuthCalls calls = new AuthCalls(http);
        calls.post("/forget-password", Map.of("email", email), 202);
        String token = Mailbox.of(email).awaitOne().link().split("token=")[1];
        Map<String, String> reset = Map.of("token", token, "password", Logins.PASSWORD);
        fillTheQueue();
        refused(calls.send("/new-password", reset));
        assertThat(rows().hasPassword(user.id())).isFalse();
        goOn();
        calls.post("/new-password", reset, 202);
    }

    @Test
    void changesNoPassword() {
        TestUser user = withPassword();
        AuthCalls calls = new AuthCalls(user.authorized(http));
        Map<String, String> change = Map.of("old_password", Logins.PASSWORD, "new_password", "another sentence, odd");
        fillTheQueue();
        refused(calls.send("/change-password", change));
        assertThat(rows().audited(user.id(), "password.changed", "success")).isZero();
        goOn();
        calls.post("/change-password", change, 200);
    }

    /** Who had the right password, and waited in vain, must not be locked out by that. */
    @Test
    void countsNoStepUpAsAFailure() {
        TestUser user = withPassword();
        AuthCalls calls = new AuthCalls(user.authorized(http));
        Map<String, String> password = Map.of("password", Logins.PASSWORD);
        fillTheQueue();
        for (int i = 0; i < 12; i++) {
            refused(calls.send("/sessions/step-up", password));
        }
        assertThat(rows().count(
                                "select coalesce(sum(failures), 0) from mfa_accounts where user_id::text = :it",
                                user.id()))
                .isZero();
        goOn();
        calls.post("/sessions/step-up", password, 200);
    }

    @Test
    void endsNoAccount() {
        TestUser user = withPassword();
        AuthCalls calls = new AuthCalls(user.authorized(http));
        Map<String, String> password = Map.of("password", Logins.PASSWORD);
        fillTheQueue();
        refused(calls.send("/deactivate", password));
        refused(erase(calls, password));
        assertThat(rows().liveSessions(user.id())).isEqualTo(1);
        goOn();
        calls.post("/deactivate", password, 202);
        TestUser another = withPassword();
        assertThat(erase(new AuthCalls(another.authorized(http)), password)
                        .getStatus()
                        .value())
                .isEqualTo(204);
    }

    private static EntityExchangeResult<JsonNode> erase(AuthCalls calls, Map<String, String> password) {
        return calls.http()
                .method(HttpMethod.DELETE)
                .uri("/me")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(password)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }

    private TestUser withPassword() {
        return new Logins(http, hashing, passwords).withPassword(testUsers.signUp());
    }

    private AuthRows rows() {
        return new AuthRows(db);
    }

    /** A hash that somebody else still waits for would leave its thread, and so a place, to the first login. */
    private void fillTheQueue() {
        fillWhatIsFree();
        Awaiting.until("each thread is ours", () -> begun.get() == properties.threadCount());
        fillWhatIsFree();
    }

    private void fillWhatIsFree() {
        AtomicInteger refused = new AtomicInteger();
        while (refused.get() == 0) {
            taken.incrementAndGet();
            threads.run(() -> {
                        begun.incrementAndGet();
                        release.await();
                        return true;
                    })
                    .doFinally(_ -> done.incrementAndGet())
                    .subscribe(_ -> {}, _ -> refused.incrementAndGet());
        }
    }

    private static void refused(EntityExchangeResult<JsonNode> answer) {
        assertThat(answer.getStatus().value())
                .as("%s", answer.getResponseBody())
                .isEqualTo(503);
        assertThat(answer.getResponseBody().get("code").asString()).isEqualTo("busy");
        assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
    }
}
