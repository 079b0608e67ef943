package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A stand-in for the range interface of Have I Been Pwned. */
class BreachedPasswordsTest {

    /** SHA-1: 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8. */
    private static final String KNOWN = "password";

    private final MutableClock clock = MutableClock.shared();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile Mono<String> answer = Mono.just("""
            0018A45C4D1DEF81644B54AB7F969B88D65:3\r
            1E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r
            FFF983A91443AE72BD98E59ADAB93B31974:0\r
            """);

    private final DisposableServer server = HttpServer.create()
            .port(0)
            .handle((request, response) -> {
                asked.add(request.uri() + " " + request.requestHeaders().get("Add-Padding"));
                return response.status(status).sendString(answer);
            })
            .bindNow();

    private final BreachedPasswords breached = askedAt("http://localhost:" + server.port(), Duration.ofSeconds(10));

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void tellsFiveDigitsOfTheHashAndFindsTheRest() {
        assertThat(breached.contain(KNOWN).block()).isTrue();
        assertThat(asked).containsExactly("/range/5BAA6 true");
        assertThat(looked("known")).isEqualTo(1);
    }

    @Test
    void doesNotKnowOthersNorPadding() {
        answer = Mono.just("1E4C9B93F3F0682250B6CF8331B7EE68FD8:0\r\n");
        assertThat(breached.contain(KNOWN).block()).isFalse();
        assertThat(looked("unknown")).isEqualTo(1);
    }

    @Test
    void remembersARangeForADay() {
        breached.contain(KNOWN).block();
        breached.contain(KNOWN).block();
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofHours(25));
        breached.contain(KNOWN).block();
        assertThat(asked).hasSize(2);
    }

    @Test
    void isNotInTheWayOfAServiceThatHangs() {
        BreachedPasswords hasty = askedAt("http://localhost:" + server.port(), Duration.ofSeconds(3));
        answer = Mono.never();
        assertThat(hasty.contain(KNOWN).block(Duration.ofSeconds(10))).isFalse();
        assertThat(looked("failed")).isEqualTo(1);
        Awaiting.until("the question has arrived", () -> asked.size() == 1);
        assertThat(hasty.contain(KNOWN).block()).isFalse();
        assertThat(asked).as("nobody is asked for a while").hasSize(1);
    }

    /** It fails at once, so that whoever asks may be patient: on a slow machine the good answer takes its time too. */
    @Test
    void asksAgainAfterAPause() {
        status = 503;
        assertThat(breached.contain(KNOWN).block()).isFalse();
        status = 200;
        assertThat(breached.contain(KNOWN).block()).isFalse();
        clock.advance(Duration.ofSeconds(31));
        assertThat(breached.contain(KNOWN).block()).isTrue();
        assertThat(asked).as("not asked in between").hasSize(2);
        assertThat(looked("failed")).isEqualTo(1);
    }

    @Test
    void isNotInTheWayOfAServiceThatIsAway() {
        server.disposeNow();
        assertThat(breached.contain(KNOWN).block(Duration.ofSeconds(15))).isFalse();
    }

    @Test
    void asksNobodyUnlessConfigured() {
        assertThat(askedAt("", Duration.ofSeconds(10)).contain(KNOWN).block()).isFalse();
        assertThat(asked).isEmpty();
    }

    private double looked(String outcome) {
        return meters.counter("tollgate.password.breach_lookup", "outcome", outcome)
                .count();
    }

    private BreachedPasswords askedAt(String url, Duration timeout) {
        return new BreachedPasswords(
                new BreachedProperties(url, timeout, Duration.ofSeconds(30)), new BreachRanges(clock), meters, clock);
    }
}
