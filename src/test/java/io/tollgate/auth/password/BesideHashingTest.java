package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.Logins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What comes before a hash, and what nobody keeps while they wait for one. */
@IntegrationTest
class BesideHashingTest {

    private static final String NEXT = "another sentence, quite odd";

    private static NarrowNode node;

    private final WebTestClient http = node.http();
    private final AuthCalls calls = new AuthCalls(http);

    @BeforeAll
    static void start() {
        node = NarrowNode.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Whoever asked for a hash would hear of the full queue, and not of the limit. */
    @Test
    void refusesWhoComesTooOftenBeforeTheyAskForAHash() {
        TestUser user = node.withPassword();
        String email = user.user().email();
        try (HeldHashing held = node.hold()) {
            held.fillTheQueue();
            refusedInTheEnd(20, calls, "/login", Map.of("email", email, "password", Logins.PASSWORD));
            refusedInTheEnd(
                    8,
                    calls,
                    "/register",
                    Map.of("email", "new-" + email, "username", name(), "password", Logins.PASSWORD));
            refusedInTheEnd(
                    40,
                    calls.with(user.token()),
                    "/change-password",
                    Map.of("old_password", Logins.PASSWORD, "new_password", NEXT));
        }
    }

    /** The pool would be empty by then, and everybody else be turned away. */
    @Test
    void keepsNoConnectionFromOthersWhileAnyPasswordWaits() {
        TestUser user = node.withPassword();
        TestUser changing = node.withPassword();
        TestUser leaving = node.withPassword();
        TestUser gone = node.withPassword();
        String link = resetLink(node.withPassword());
        Map<String, String> password = Map.of("password", Logins.PASSWORD);
        List<Callable<Integer>> work = List.of(
                () -> post(calls, "/login", Map.of("email", user.user().email(), "password", Logins.PASSWORD)),
                () -> post(calls, "/login", Map.of("email", name() + "@example.test", "password", Logins.PASSWORD)),
                () -> post(
                        calls,
                        "/register",
                        Map.of("email", name() + "@example.test", "username", name(), "password", Logins.PASSWORD)),
                () -> post(calls, "/new-password", Map.of("token", link, "password", NEXT)),
                () -> change(changing),
                () -> post(calls.with(user.token()), "/sessions/step-up", password),
                () -> post(calls.with(leaving.token()), "/deactivate", password),
                () -> erase(gone, password));
        Mono<List<Integer>> answers;
        try (HeldHashing _ = node.hold()) {
            answers = together(work);
            node.awaitIdleConnectionsWhile(work.size());
            for (int i = 0; i < 4; i++) {
                assertThat(Logins.status(
                                user.authorized(http).get().uri("/sessions").exchange()))
                        .as("whoever needs no hash")
                        .isEqualTo(200);
            }
            assertThat(node.queued()).as("all still wait").isGreaterThanOrEqualTo(work.size());
        }
        assertThat(answers.block()).containsExactly(200, 401, 201, 202, 200, 200, 202, 204);
    }

    /** The old one is verified by then, and what was read for that is let go. */
    @Test
    void keepsNoneEitherWhileTheSecondPasswordOfAChangeWaits() {
        TestUser user = node.withPassword();
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean begun = new AtomicBoolean();
        Mono<List<Integer>> answers;
        try (HeldHashing _ = node.hold()) {
            answers = together(List.of(() -> change(user)));
            node.awaitIdleConnectionsWhile(1);
            // Behind the old password, and before the new one.
            Disposable _ = node.threads()
                    .run(() -> {
                        begun.set(true);
                        release.await();
                        return true;
                    })
                    .subscribe();
        }
        try {
            Awaiting.until("the old password is verified", begun::get);
            node.awaitIdleConnectionsWhile(1);
        } finally {
            release.countDown();
        }
        assertThat(answers.block()).containsExactly(200);
    }

    /** @param most calls, fewer than the limit of an address would let through whatever it asks for */
    private static void refusedInTheEnd(int most, AuthCalls calls, String path, Map<String, String> body) {
        List<Integer> statuses = new ArrayList<>();
        do {
            statuses.add(post(calls, path, body));
        } while (statuses.getLast() == 503 && statuses.size() < most);
        assertThat(statuses).as(path).startsWith(503).endsWith(429);
    }

    private static Mono<List<Integer>> together(List<Callable<Integer>> work) {
        Mono<List<Integer>> answers = Flux.fromIterable(work)
                .flatMapSequential(call -> Mono.fromCallable(call).subscribeOn(OwnThreads.SCHEDULER), work.size())
                .collectList()
                .cache();
        Disposable _ = answers.subscribe();
        return answers;
    }

    private String resetLink(TestUser user) {
        calls.post("/forget-password", Map.of("email", user.user().email()), 202);
        return Mailbox.of(user.user().email()).awaitOne().link().split("token=")[1];
    }

    private int change(TestUser user) {
        return post(
                calls.with(user.token()),
                "/change-password",
                Map.of("old_password", Logins.PASSWORD, "new_password", NEXT));
    }

    private int erase(TestUser user, Map<String, String> password) {
        return Logins.status(user.authorized(http)
                .method(HttpMethod.DELETE)
                .uri("/me")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(password)
                .exchange());
    }

    private static int post(AuthCalls calls, String path, Map<String, String> body) {
        return calls.send(path, body).getStatus().value();
    }

    private static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }
}
