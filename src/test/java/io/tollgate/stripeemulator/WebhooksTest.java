package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import com.stripe.param.EventListParams;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebhooksTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void stop() {
        fixture.close();
        receiver.close();
    }

    @Test
    void signsWithEachLiveSecret() {
        fixture.emulator.deliverTo(receiver.url(), "whsec_old", "whsec_new");
        fixture.post("/v1/customers", "name=A");
        receiver.await(1);
        var got = receiver.received().getFirst();
        for (var secret : List.of("whsec_old", "whsec_new")) {
            assertThatCode(() -> verify(got, secret)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> verify(got, "whsec_wrong")).isInstanceOf(SignatureVerificationException.class);
    }

    @Test
    void tellsTheStoryOfACheckout() throws Exception {
        var session = fixture.session("payer@example.com").getId();
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        fixture.controls.pay(session);
        receiver.await(13);
        assertThat(receiver.types())
                .contains(
                        "checkout.session.completed",
                        "customer.subscription.created",
                        "customer.subscription.updated",
                        "invoice.created",
                        "invoice.finalized",
                        "invoice.paid",
                        "invoice.payment_succeeded",
                        "payment_intent.succeeded",
                        "charge.succeeded");
        var updated = receiver.received().stream()
                .filter(event -> event.type().equals("customer.subscription.updated"))
                .findFirst()
                .orElseThrow();
        var data = Json.object(updated.body()).path("data");
        assertThat(Json.string(data.path("previous_attributes"), "status")).isEqualTo("incomplete");
        assertThat(Json.string(data.path("object"), "status")).isEqualTo("active");
        var decoded = verify(receiver.received().getFirst(), "whsec_a");
        assertThat(decoded.getDataObjectDeserializer().getObject()).isPresent();
    }

    @Test
    void retriesWithFreshSignaturesUntilTaken() {
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        receiver.answerFirst(500, 503);
        fixture.post("/v1/customers", "name=A");
        receiver.await(3);
        settled();
        assertThat(fixture.controls.deliveries())
                .extracting(DeliveryAttempt::number, DeliveryAttempt::status)
                .containsExactly(tuple(1, 500), tuple(2, 503), tuple(3, 200));
    }

    @Test
    void givesUpAndSaysSoInTheEventsList() throws StripeException {
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        receiver.answerFirst(500, 500, 500);
        fixture.post("/v1/customers", "name=lost");
        settled();
        fixture.post("/v1/customers", "name=found");
        settled();
        var missed = fixture.stripe
                .v1()
                .events()
                .list(EventListParams.builder()
                        .setDeliverySuccess(false)
                        .addType("customer.created")
                        .build());
        assertThat(missed.getData()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("customer.created");
            fixture.controls.resend(event.getId());
        });
        receiver.await(5);
    }

    @Test
    void deliversInTheOrderAsked() throws StripeException {
        var session = fixture.session("payer@example.com").getId();
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        fixture.controls.holdWebhooks();
        fixture.controls.pay(session);
        assertThat(receiver.received()).isEmpty();
        int count = fixture.controls.heldEventTypes().size();
        fixture.controls.releaseWebhooks("invoice.paid", "customer.subscription.updated", "checkout.session.completed");
        receiver.await(count);
        assertThat(receiver.types().subList(0, 3))
                .containsExactly("invoice.paid", "customer.subscription.updated", "checkout.session.completed");
    }

    @Test
    void deliversEachManyTimes() {
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        fixture.controls.deliverEachWebhook(50);
        fixture.post("/v1/customers", "name=A");
        receiver.await(50);
        assertThat(receiver.received().stream()
                        .map(WebhookReceiver.Received::eventId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void dropsWhatIsToBeLost() throws StripeException {
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        fixture.controls.dropWebhooks(true);
        fixture.post("/v1/customers", "name=A");
        fixture.controls.dropWebhooks(false);
        fixture.post("/v1/products", "name=B");
        receiver.await(1);
        settled();
        assertThat(receiver.types()).containsExactly("product.created");
        var missed = fixture.stripe
                .v1()
                .events()
                .list(EventListParams.builder().setDeliverySuccess(false).build());
        assertThat(missed.getData()).extracting("type").containsExactly("customer.created");
    }

    @Test
    void sendsAnEndpointOnlyWhatItAskedFor() {
        fixture.post("/v1/webhook_endpoints", "url=" + receiver.url() + "&enabled_events[]=product.created");
        fixture.post("/v1/customers", "name=A");
        fixture.post("/v1/products", "name=B");
        receiver.await(1);
        settled();
        assertThat(receiver.types()).containsExactly("product.created");
    }

    private void settled() {
        WebhookReceiver.awaitUntil(() -> fixture.controls.deliveriesUnderWay() == 0, () -> "still delivering");
    }

    private Event verify(WebhookReceiver.Received got, String secret) throws SignatureVerificationException {
        return Webhook.constructEvent(got.body(), got.signature(), secret, 300, fixture.clock);
    }

    private static Tuple tuple(Object... values) {
        return Assertions.tuple(values);
    }
}
