package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
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
