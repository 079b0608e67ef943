package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers of all kinds. */
class WebhookTransportTest {

    private final Receiver receiver = new Receiver();
    private final Destinations here = Transports.destinations(true, List.of("127.0.0.1"), InetAddress::getAllByName);
    private final WebhookTransport transport = Transports.over(here);

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void takesAnySuccessForADelivery() {
        assertThat(send().delivered()).isTrue();
        receiver.answers(200);
        assertThat(send().answer()).isEqualTo("status 200");
        assertThat(receiver.got.getFirst().headers()).containsEntry("content-type", "application/json");
    }

    @Test
    void keepsTheBeginningOfARefusal() {
        receiver.answers(500);

        assertThat(send()).satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(500);
            assertThat(attempt.error()).isEqualTo("Answered 500");
            assertThat(attempt.answer()).isEqualTo("status 500");
        });
        assertThat(receiver.answers(410).got).hasSize(1);
        assertThat(send().gone()).isTrue();
    }

    @Test
    void followsNoRedirect() {
        try (Receiver inside = new Receiver()) {
            receiver.redirectsTo(inside.url());

            assertThat(send().error()).isEqualTo("Answered 302");
            assertThat(inside.got).isEmpty();
        }
    }

    @Test
    void givesUpOnOneThatHangs() {
        receiver.hangs();

        WebhookTransport hasty = Transports.over(here, Duration.ofMillis(300));
        assertThat(hasty.send(Transports.letter(receiver.url())).block()).satisfies(attempt -> {
            assertThat(attempt.error()).isEqualTo("No answer in time");
            assertThat(attempt.took()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(10));
        });
    }

    @Test
    void readsLittleOfAnEndlessAnswer() {
        receiver.babbles();

        assertThat(send()).satisfies(attempt -> {
            assertThat(attempt.delivered()).isTrue();
            assertThat(attempt.answer()).hasSizeLessThan(1_100);
        });
    }

    @Test
    void saysThatNobodyIsThere() {
        receiver.close();

        assertThat(send().error()).startsWith("No connection");
    }

    private Attempt send() {
        return transport.send(Transports.letter(receiver.url())).block();
    }
}
