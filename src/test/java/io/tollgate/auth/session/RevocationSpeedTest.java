package io.tollgate.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * How soon a session that ends on one node is over on another one. The fastest of several tries counts: whatever else the machine does
 * can make each of them slower, and none of them faster than the product is.
 */
@IntegrationTest
class RevocationSpeedTest {

    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final int TRIES = 8;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private RevocationNews news;

    @Autowired
    private MutableClock clock;

    /** Of these the database knows nothing, so that no node can have found them there. */
    @Test
    void isUnderASecondByMessageAlone() {
        Revocations others = SecondNode.shared().bean(Revocations.class);
        Revocation first = unwritten();
        Awaiting.until("the other node listens", () -> {
            news.tell(List.of(first)).block();
            return others.cover(first.sessionId());
        });

        assertThat(fastest(() -> {
                    Revocation next = unwritten();
                    long begun = System.nanoTime();
                    news.tell(List.of(next)).block();
                    Awaiting.until("the other node has heard", () -> others.cover(next.sessionId()));
                    return Duration.ofNanos(System.nanoTime() - begun);
                }))
                .isLessThan(PROMISED);
    }

    @Test
    void isUnderASecondFromTheLogoutToTheRefusal() {
        WebTestClient other = SecondNode.shared().http();

        assertThat(fastest(() -> untilRefused(http, other))).isLessThan(PROMISED);
    }

    /** Neither hears a message of the other: each finds in the database what the other has ended, in time. */
    @Test
    void isUnderASecondWithoutRedisInBothDirections() {
        WebTestClient deaf = SecondNode.sharedWithoutRedis().http();

        assertThat(fastest(() -> untilRefused(http, deaf))).isLessThan(PROMISED);
        assertThat(fastest(() -> untilRefused(deaf, http))).isLessThan(PROMISED);
    }

    private Revocation unwritten() {
        return new Revocation(UUID.randomUUID(), clock.instant().plusSeconds(600));
    }

    private Duration untilRefused(WebTestClient there, WebTestClient here) {
        TestUser user = testUsers.signUp();
        assertThat(me(here, user)).isEqualTo(200);
        user.authorized(there).post().uri("/logout").exchange().expectStatus().isNoContent();
        long ended = System.nanoTime();
        Awaiting.until("it is over on the other node", () -> me(here, user) == 401);
        return Duration.ofNanos(System.nanoTime() - ended);
    }

    private static Duration fastest(Supplier<Duration> attempt) {
        return Stream.generate(attempt).limit(TRIES).min(Duration::compareTo).orElseThrow();
    }

    private static int me(WebTestClient node, TestUser user) {
        return user.authorized(node)
                .get()
                .uri("/me")
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
