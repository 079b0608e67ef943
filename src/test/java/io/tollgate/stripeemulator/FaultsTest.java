package io.tollgate.stripeemulator;

import static io.tollgate.stripeemulator.EmulatorFixture.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private final EmulatorFixture fixture = new EmulatorFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void failsTheNextTwoThatFit() {
        fixture.controls.fail(Fault.status(503).on("POST", "/v1/cust*").times(2).shouldRetry(true));
        assertThat(fixture.get("/v1/customers").statusCode()).isEqualTo(200);
        var failed = fixture.post("/v1/customers", "");
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.headers().firstValue("stripe-should-retry")).hasValue("true");
        assertThat(fixture.post("/v1/customers", "").statusCode()).isEqualTo(503);
        assertThat(fixture.post("/v1/customers", "").statusCode()).isEqualTo(200);
        assertThat(customers()).isEqualTo(1);
    }

    @Test
    void failsUntilCleared() {
        fixture.controls.fail(Fault.status(500).untilCleared());
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.get("/v1/customers").statusCode()).isEqualTo(500);
        }
        fixture.controls.clearFaults();
        assertThat(fixture.get("/v1/customers").statusCode()).isEqualTo(200);
    }

    @Test
    void replaysAServerErrorUnderItsKey() {
        fixture.controls.fail(Fault.status(500));
        assertThat(keyed().statusCode()).isEqualTo(500);
        var replayed = keyed();
        assertThat(replayed.statusCode()).isEqualTo(500);
        assertThat(replayed.headers().firstValue("idempotent-replayed")).hasValue("true");
    }

    @Test
    void doesNotRememberARateLimit() {
        fixture.controls.fail(Fault.rateLimited("endpoint-rate"));
        var limited = keyed();
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("stripe-rate-limited-reason")).hasValue("endpoint-rate");
        assertThat(keyed().statusCode()).isEqualTo(200);
    }

    @Test
    void acceptsAndNeverAnswers() {
        fixture.controls.fail(Fault.timeoutAfterAccepting().on("POST", "/v1/customers"));
        var impatient = fixture.anonymous("/v1/customers")
                .header("Authorization", "Bearer sk_test_emulator")
                .header("Idempotency-Key", "k1")
                .timeout(Duration.ofMillis(1500))
                .POST(HttpRequest.BodyPublishers.ofString("name=A"));
        assertThatThrownBy(() -> fixture.send(impatient)).hasCauseInstanceOf(HttpTimeoutException.class);
        // On a slow machine it may have been given up before it was read.
        WebhookReceiver.awaitUntil(() -> customers() == 1, () -> "the request did not arrive");
        assertThat(keyed().headers().firstValue("idempotent-replayed")).hasValue("true");
        assertThat(customers()).isEqualTo(1);
    }

    @Test
    void answersLateAndRightly() {
        var delay = Duration.ofMillis(400);
        fixture.controls.fail(Fault.slow(delay).on("POST", "*"));
        long begun = System.nanoTime();
        var late = keyed();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(delay);
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(EmulatorFixture.json(late).path("name").asString()).isEqualTo("A");
        assertThat(keyed().body()).isEqualTo(late.body());
        assertThat(customers()).isEqualTo(1);
    }

    @Test
    void resetsTheConnectionBeforeOrAfterTheEffect() {
        fixture.controls.fail(Fault.reset().on("POST", "*"));
        assertThatThrownBy(this::keyed).isInstanceOf(UncheckedIOException.class);
        assertThat(customers()).isZero();
        fixture.controls.fail(Fault.reset().performing().on("POST", "*"));
        assertThatThrownBy(this::keyed).isInstanceOf(UncheckedIOException.class);
        assertThat(customers()).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatIsStillInUse() {
        fixture.controls.fail(Fault.held().on("POST", "*"));
        var slow = CompletableFuture.supplyAsync(this::keyed);
        WebhookReceiver.awaitUntil(() -> customers() == 1, () -> "the slow request did not arrive");
        var second = keyed();
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(error(second, "code")).isEqualTo("idempotency_key_in_use");
        assertThat(slow).isNotDone();
        fixture.controls.clearFaults();
        assertThat(slow.join().statusCode()).isEqualTo(200);
        assertThat(keyed().headers().firstValue("idempotent-replayed")).hasValue("true");
    }

    @Test
    void isGoneForKeptConnectionsTooOnceStopped() {
        fixture.controls.fail(Fault.timeoutAfterAccepting().on("POST", "*"));
        var waiting = CompletableFuture.supplyAsync(this::keyed);
        WebhookReceiver.awaitUntil(() -> customers() == 1, () -> "the request did not arrive");
        fixture.emulator.stop();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> fixture.get("/v1/customers")).isInstanceOf(UncheckedIOException.class);
    }

    private HttpResponse<String> keyed() {
        return fixture.post("/v1/customers", "name=A", "Idempotency-Key", "k1");
    }

    private int customers() {
        return EmulatorFixture.json(fixture.get("/v1/customers")).path("data").size();
    }
}
