package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.StripeException;
import com.stripe.param.ChargeRetrieveParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.InvoiceRetrieveParams;
import com.stripe.param.SubscriptionRetrieveParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a payer's click makes of a session. */
final class CheckoutTest {
    private final EmulatorFixture fixture = new EmulatorFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void payingMakesAnActiveSubscriptionWithAPaidInvoice() throws StripeException {
        var session = sessionWith(SessionCreateParams.SubscriptionData.builder().putMetadata("user_id", "42"));
        var subscriptionId = fixture.controls.pay(session);

        var paid = fixture.stripe.v1().checkout().sessions().retrieve(session);
        assertThat(paid.getStatus()).isEqualTo("complete");
        assertThat(paid.getPaymentStatus()).isEqualTo("paid");
        assertThat(paid.getSubscription()).isEqualTo(subscriptionId);
        assertThat(paid.getCustomerDetails().getEmail()).isEqualTo("payer@example.com");

        var subscription = fixture.stripe
                .v1()
                .subscriptions()
                .retrieve(
                        subscriptionId,
                        SubscriptionRetrieveParams.builder()
                                .addExpand("latest_invoice.payments.data.payment.payment_intent")
                                .addExpand("customer")
                                .build());
        assertThat(subscription.getStatus()).isEqualTo("active");
        assertThat(subscription.getMetadata()).containsEntry("user_id", "42");
        assertThat(subscription.getCustomerObject().getEmail()).isEqualTo("payer@example.com");
        var item = subscription.getItems().getData().getFirst();
        assertThat(Instant.ofEpochSecond(item.getCurrentPeriodEnd())).isEqualTo("2026-02-28T10:00:00Z");

        var invoice = subscription.getLatestInvoiceObject();
        assertThat(invoice.getStatus()).isEqualTo("paid");
        assertThat(invoice.getBillingReason()).isEqualTo("subscription_create");
        assertThat(invoice.getAmountPaid()).isEqualTo(1900);
        assertThat(invoice.getParent().getSubscriptionDetails().getSubscription())
                .isEqualTo(subscriptionId);
        assertThat(invoice.getParent().getSubscriptionDetails().getMetadata()).containsEntry("user_id", "42");
        var payment = invoice.getPayments().getData().getFirst();
        assertThat(payment.getStatus()).isEqualTo("paid");
        var intent = payment.getPayment().getPaymentIntentObject();
        assertThat(intent.getStatus()).isEqualTo("succeeded");
        var charge = fixture.stripe
                .v1()
                .charges()
                .retrieve(
                        intent.getLatestCharge(),
                        ChargeRetrieveParams.builder()
                                .addExpand("balance_transaction")
                                .build());
        assertThat(charge.getPaid()).isTrue();
        assertThat(charge.getBalanceTransactionObject().getNet()).isEqualTo(1900 - 55 - 30);
        assertThat(charge.getAmountCaptured()).isEqualTo(1900);
    }

    @Test
    void findsTheInvoiceOfAPaymentIntent() throws StripeException {
        fixture.controls.pay(fixture.session("other@example.com").getId());
        var session = fixture.session("payer@example.com").getId();
        fixture.controls.pay(session);
        var invoice = fixture.stripe
                .v1()
                .invoices()
                .retrieve(
                        fixture.stripe
                                .v1()
                                .checkout()
                                .sessions()
                                .retrieve(session)
                                .getInvoice(),
                        InvoiceRetrieveParams.builder().addExpand("payments").build());
        var intent = invoice.getPayments().getData().getFirst().getPayment().getPaymentIntent();
        var found = fixture.stripe
                .v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder()
                        .setPayment(InvoicePaymentListParams.Payment.builder()
                                .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                                .setPaymentIntent(intent)
                                .build())
                        .build());
        assertThat(found.getData()).singleElement().extracting("invoice").isEqualTo(invoice.getId());
    }

    @Test
    void showsPaymentsAndOldFieldsOnlyWhereTheVersionHasThem() throws StripeException {
        var session = fixture.session("payer@example.com").getId();
        var subscription = fixture.controls.pay(session);
        var raw = EmulatorFixture.json(fixture.get("/v1/subscriptions/" + subscription));
        assertThat(raw.has("current_period_end")).isFalse();
        var invoice = EmulatorFixture.json(fixture.get("/v1/invoices/" + Json.string(raw, "latest_invoice")));
        assertThat(List.of("payments", "subscription", "charge", "payment_intent", "paid"))
                .noneMatch(invoice::has);
        var charge = (ObjectNode)
                EmulatorFixture.json(fixture.get("/v1/charges")).path("data").path(0);
        assertThat(charge.has("invoice")).isFalse();
        assertThat(charge.has("refunds")).isFalse();
    }

    @Test
    void aTrialChargesNothingYet() throws StripeException {
        var session = sessionWith(SessionCreateParams.SubscriptionData.builder().setTrialPeriodDays(14L));
        var subscription = fixture.stripe.v1().subscriptions().retrieve(fixture.controls.pay(session));
        assertThat(subscription.getStatus()).isEqualTo("trialing");
        assertThat(subscription.getTrialEnd())
                .isEqualTo(EmulatorFixture.START.plus(Duration.ofDays(14)).getEpochSecond());
        var invoice = fixture.stripe.v1().invoices().retrieve(subscription.getLatestInvoice());
        assertThat(invoice.getStatus()).isEqualTo("paid");
        assertThat(invoice.getTotal()).isZero();
        assertThat(fixture.stripe.v1().charges().list().getData()).isEmpty();
    }

    @Test
    void aDeclinedCardLeavesTheSessionOpen() throws StripeException {
        var session = fixture.session("payer@example.com").getId();
        fixture.controls.decline(session);
        var open = fixture.stripe.v1().checkout().sessions().retrieve(session);
        assertThat(open.getStatus()).isEqualTo("open");
        assertThat(open.getSubscription()).isNull();
        assertThat(fixture.controls.pay(session)).startsWith("sub_");
    }

    @Test
    void aLateMethodIsUnpaidUntilItSettles() throws StripeException {
        var good = fixture.session("good@example.com").getId();
        var bad = fixture.session("bad@example.com").getId();
        var goodSubscription = fixture.controls.payLater(good);
        var badSubscription = fixture.controls.payLater(bad, "incomplete");
        assertThat(payment(good)).isEqualTo("unpaid");
        assertThat(status(goodSubscription)).isEqualTo("active");
        fixture.controls.settle(good, true);
        fixture.controls.settle(bad, false);
        assertThat(payment(good)).isEqualTo("paid");
        assertThat(payment(bad)).isEqualTo("unpaid");
        assertThat(status(goodSubscription)).isEqualTo("active");
        assertThat(status(badSubscription)).isEqualTo("incomplete_expired");
        assertThat(fixture.controls.events("checkout.session.async_payment_succeeded", good))
                .hasSize(1);
        assertThat(fixture.controls.events("checkout.session.async_payment_failed", bad))
                .hasSize(1);
    }

    @Test
    void paysASessionOnce() throws StripeException {
        var session = fixture.session("payer@example.com").getId();
        fixture.controls.pay(session);
        assertThatThrownBy(() -> fixture.controls.pay(session)).isInstanceOf(IllegalStateException.class);
    }

    private String sessionWith(SessionCreateParams.SubscriptionData.Builder data) throws StripeException {
        var params = EmulatorFixture.checkoutOf(fixture.price("Pro", 1900).getId())
                .setCustomerEmail("payer@example.com")
                .setSubscriptionData(data.build());
        return fixture.stripe.v1().checkout().sessions().create(params.build()).getId();
    }

    private String payment(String session) throws StripeException {
        return fixture.stripe.v1().checkout().sessions().retrieve(session).getPaymentStatus();
    }

    private String status(String subscription) throws StripeException {
        return fixture.stripe.v1().subscriptions().retrieve(subscription).getStatus();
    }
}
