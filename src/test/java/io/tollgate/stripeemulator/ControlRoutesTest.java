package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.param.billingportal.SessionCreateParams;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The controls as a shell script uses them, and the portal as a browser does. */
final class ControlRoutesTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void stop() {
        fixture.close();
        receiver.close();
    }

    @Test
    void ordersAFaultAndClearsIt() {
        order("faults", "{\"kind\":\"status\",\"status\":503,\"method\":\"GET\",\"times\":0}");
        assertThat(fixture.get("/v1/customers").statusCode()).isEqualTo(503);
        order("faults/clear", "");
        assertThat(fixture.get("/v1/customers").statusCode()).isEqualTo(200);
    }

    @Test
    void holdsAndReleasesWebhooks() {
        order("webhooks/endpoint", "{\"url\":\"" + receiver.url() + "\",\"secrets\":[\"whsec_a\"]}");
        order("webhooks/hold", "{}");
        fixture.post("/v1/customers", "name=A");
        fixture.post("/v1/products", "name=B");
        assertThat(show("deliveries").path("held").size()).isEqualTo(2);
        order("webhooks/release", "{\"order\":[\"product.created\"]}");
        receiver.await(2);
        assertThat(receiver.types()).containsExactly("product.created", "customer.created");
        order(
                "webhooks/resend",
                "{\"event\":\"" + receiver.received().getFirst().eventId() + "\"}");
        receiver.await(3);
        WebhookReceiver.awaitUntil(() -> show("deliveries").path("data").size() == 3, () -> "not recorded");
    }

    @Test
    void paysAndMovesTime() throws StripeException {
        var session = fixture.session("payer@example.com").getId();
        assertThat(order("checkout/" + session + "/pay", "{}").statusCode()).isEqualTo(200);
        assertThat(order("checkout/" + session + "/pay", "{}").statusCode()).isEqualTo(409);
        long before = Json.number(show("clock"), "now");
        order("clock", "{\"seconds\":2592000}");
        assertThat(Json.number(show("clock"), "now")).isEqualTo(before + 2_592_000);
        assertThat(fixture.stripe.v1().invoices().list().getData()).hasSize(2);
        assertThat(show("events").path("data").size()).isGreaterThan(10);
    }

    @Test
    void showsRequestsWithTheirParameters() {
        fixture.post("/v1/customers", "metadata[a]=b", "Idempotency-Key", "k1");
        var request = show("requests").path("data").path(0);
        assertThat(Json.string(request, "idempotency_key")).isEqualTo("k1");
        assertThat(Json.string(request.path("params").path("metadata"), "a")).isEqualTo("b");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        for (var unknown : List.of("nonsense", "webhooks/nonsense", "webhooks")) {
            assertThat(order(unknown, "{}").statusCode()).as(unknown).isEqualTo(400);
        }
        assertThat(order("clock", "not json").statusCode()).isEqualTo(400);
    }

    @Test
    void thePortalCancelsAndResumes() throws StripeException {
        var id = fixture.controls.pay(fixture.session("payer@example.com").getId());
        var customer = fixture.stripe.v1().subscriptions().retrieve(id).getCustomer();
        var portal = fixture.stripe
                .v1()
                .billingPortal()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setCustomer(customer)
                        .setReturnUrl("https://shop.example.com/account")
                        .build());
        var path = portal.getUrl().substring(fixture.emulator.baseUrl().length());
        var page = fixture.send(fixture.anonymous(path));
        assertThat(page.body()).contains("Pro (active)", "Cancel at period end", "https://shop.example.com/account");
        submit(path, "action=cancel&subscription=" + id);
        var canceled = fixture.stripe.v1().subscriptions().retrieve(id);
        assertThat(canceled.getCancelAtPeriodEnd()).isFalse();
        assertThat(canceled.getCancelAt())
                .isEqualTo(canceled.getItems().getData().getFirst().getCurrentPeriodEnd());
        submit(path, "action=resume&subscription=" + id);
        assertThat(fixture.stripe.v1().subscriptions().retrieve(id).getCancelAt())
                .isNull();
        assertThat(fixture.controls.events("customer.subscription.updated", id)).hasSize(3);
    }

    private HttpResponse<String> order(String control, String body) {
        return fixture.send(fixture.anonymous("/_emulator/" + control).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void submit(String path, String form) {
        var answer = fixture.send(fixture.anonymous(path).POST(HttpRequest.BodyPublishers.ofString(form)));
        assertThat(answer.statusCode()).isEqualTo(303);
    }

    private ObjectNode show(String control) {
        return EmulatorFixture.json(fixture.send(fixture.anonymous("/_emulator/" + control)));
    }
}
