package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.SubscriptionData.TrialSettings.EndBehavior.MissingPaymentMethod;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What banks, payers, the account's owner and the network can be told to do. */
final class ScenariosTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void stop() {
        fixture.close();
        receiver.close();
    }

    @Test
    void aBankThatAsksLeavesTheRenewalOpenUntilItsCustomerConfirms() throws StripeException {
        var id = subscribe();
        order("customers/" + read(id).getCustomer() + "/card", "{\"asks\":true}");
        fixture.controls.advance(Duration.ofDays(28));
        var invoice = latest(id);
        assertThat(read(id).getStatus()).isEqualTo("past_due");
        assertThat(invoice.getStatus()).isEqualTo("open");
        assertThat(intentOf(invoice)).isEqualTo("requires_action");
        assertThat(fixture.controls.events("invoice.payment_action_required", invoice.getId()))
                .hasSize(1);
        fixture.controls.advance(Duration.ofDays(10));
        assertThat(fixture.controls.events("invoice.payment_failed", invoice.getId()))
                .as("what waits for a confirmation has not failed, nor is it tried again")
                .isEmpty();
        order("invoices/" + invoice.getId() + "/confirm", "{}");
        assertThat(read(id).getStatus()).isEqualTo("active");
        assertThat(latest(id).getStatus()).isEqualTo("paid");
        assertThat(intentOf(invoice)).isEqualTo("succeeded");
    }

    @Test
    void aRefusedConfirmationIsAFailedPayment() throws StripeException {
        var id = subscribe();
        fixture.controls.cardAsks(read(id).getCustomer(), true);
        fixture.controls.advance(Duration.ofDays(28));
        fixture.controls.confirmInvoice(latest(id).getId(), false);
        assertThat(read(id).getStatus()).isEqualTo("past_due");
        assertThat(fixture.controls.events("invoice.payment_failed", latest(id).getId()))
                .hasSize(1);
    }

    @Test
    void theAccountMayKeepUnpaidSubscriptions() throws StripeException {
        var id = subscribe();
        order("dunning", "{\"after_retries\":\"unpaid\"}");
        fixture.controls.cardDeclines(read(id).getCustomer(), true);
        fixture.controls.advance(Duration.ofDays(28 + 3 + 5 + 7));
        assertThat(read(id).getStatus()).isEqualTo("unpaid");
        fixture.controls.cardDeclines(read(id).getCustomer(), false);
        fixture.controls.payInvoice(latest(id).getId());
        assertThat(read(id).getStatus()).isEqualTo("active");
    }

    @Test
    void aTrialWithoutACardEndsAsWasChosen() throws StripeException {
        var canceled = trialWithoutCard(MissingPaymentMethod.CANCEL);
        var paused = trialWithoutCard(MissingPaymentMethod.PAUSE);
        var invoiced = trialWithoutCard(MissingPaymentMethod.CREATE_INVOICE);
        assertThat(read(paused).getStatus()).isEqualTo("trialing");
        fixture.controls.advance(Duration.ofDays(10));
        assertThat(read(canceled).getStatus()).isEqualTo("canceled");
        assertThat(read(paused).getStatus()).isEqualTo("paused");
        assertThat(fixture.controls.events("customer.subscription.paused", paused))
                .hasSize(1);
        assertThat(read(invoiced).getStatus()).isEqualTo("past_due");
        assertThat(latest(invoiced).getAmountDue()).isEqualTo(1900);
    }

    @Test
    void aRefundAtTheDashboardIsOneOfTheApi() throws StripeException {
        var id = subscribe();
        var charge = chargeOf(latest(id));
        order("charges/" + charge + "/refund", "{\"amount\":500}");
        fixture.controls.refund(charge, null);
        assertThat(fixture.stripe.v1().charges().retrieve(charge).getRefunded()).isTrue();
        assertThat(fixture.controls.events("charge.refunded", charge)).hasSize(2);
    }

    @Test
    void losesWhatIsSentInTheNextMinutes() {
        order("webhooks/endpoint", "{\"url\":\"" + receiver.url() + "\",\"secrets\":[\"whsec_a\"]}");
        order("webhooks/lose", "{\"minutes\":10}");
        fixture.post("/v1/customers", "name=A");
        fixture.controls.advance(Duration.ofMinutes(10));
        fixture.post("/v1/products", "name=B");
        receiver.await(1);
        assertThat(receiver.types()).containsExactly("product.created");
        var undelivered = EmulatorFixture.json(fixture.get("/v1/events?delivery_success=false"));
        assertThat(undelivered.path("data").size()).isEqualTo(1);
        assertThat(Json.string(undelivered.path("data").path(0), "type")).isEqualTo("customer.created");
    }

    @Test
    void delaysEachByAnotherTime() {
        order("webhooks/endpoint", "{\"url\":\"" + receiver.url() + "\",\"secrets\":[\"whsec_a\"]}");
        order("webhooks/delay", "{\"ms\":600,\"seed\":7}");
        assertThat(IntStream.range(0, 12).map(i -> {
                    fixture.post("/v1/customers", "name=" + i);
                    return fixture.controls.deliveriesUnderWay();
                }))
                .as("under way when the next was made")
                .anyMatch(count -> count > 0);
        receiver.await(12);
        WebhookReceiver.awaitUntil(() -> fixture.controls.deliveriesUnderWay() == 0, () -> "still under way");
        assertThat(receiver.received())
                .extracting(WebhookReceiver.Received::eventId)
                .isNotEqualTo(fixture.controls.deliveries().stream()
                        .map(DeliveryAttempt::eventId)
                        .sorted()
                        .toList());
    }

    private String trialWithoutCard(MissingPaymentMethod end) throws StripeException {
        var params = EmulatorFixture.checkoutOf(fixture.price("Pro", 1900).getId())
                .setCustomerEmail("payer@example.com")
                .setPaymentMethodCollection(SessionCreateParams.PaymentMethodCollection.IF_REQUIRED)
                .setSubscriptionData(SessionCreateParams.SubscriptionData.builder()
                        .setTrialPeriodDays(10L)
                        .setTrialSettings(SessionCreateParams.SubscriptionData.TrialSettings.builder()
                                .setEndBehavior(SessionCreateParams.SubscriptionData.TrialSettings.EndBehavior.builder()
                                        .setMissingPaymentMethod(end)
                                        .build())
                                .build())
                        .build());
        return fixture.controls.startWithoutCard(
                fixture.stripe.v1().checkout().sessions().create(params.build()).getId());
    }

    private String subscribe() throws StripeException {
        return fixture.controls.pay(fixture.session("payer@example.com").getId());
    }

    private Subscription read(String id) throws StripeException {
        return fixture.stripe.v1().subscriptions().retrieve(id);
    }

    private Invoice latest(String subscription) throws StripeException {
        var params = InvoiceListParams.builder().setSubscription(subscription).build();
        return fixture.stripe.v1().invoices().list(params).getData().getFirst();
    }

    private String intentOf(Invoice invoice) throws StripeException {
        return fixture.stripe
                .v1()
                .paymentIntents()
                .retrieve(paymentIntent(invoice))
                .getStatus();
    }

    private String chargeOf(Invoice invoice) throws StripeException {
        return fixture.stripe
                .v1()
                .paymentIntents()
                .retrieve(paymentIntent(invoice))
                .getLatestCharge();
    }

    private String paymentIntent(Invoice invoice) throws StripeException {
        var params =
                InvoicePaymentListParams.builder().setInvoice(invoice.getId()).build();
        return fixture.stripe
                .v1()
                .invoicePayments()
                .list(params)
                .getData()
                .getFirst()
                .getPayment()
                .getPaymentIntent();
    }

    private void order(String control, String body) {
        var answer = fixture.send(
                fixture.anonymous("/_emulator/" + control).POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
