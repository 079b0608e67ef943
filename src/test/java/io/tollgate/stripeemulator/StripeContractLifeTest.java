package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.param.EventListParams;
import com.stripe.param.InvoiceCreatePreviewParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionUpdateParams;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract's part about the life of a subscription: see {@link ContractedStripe} for whom it holds. */
final class StripeContractLifeTest {
    private static ContractedStripe contracted;
    private static StripeClient stripe;
    private static ContractCalls calls;

    @BeforeAll
    static void connect() {
        contracted = ContractedStripe.connect();
        stripe = contracted.client();
        calls = new ContractCalls(contracted);
    }

    @AfterAll
    static void disconnect() {
        contracted.close();
    }

    @Test
    void sellsASubscriptionWithItsInvoiceAndPayment() throws StripeException {
        var subscriber = calls.subscribe(1900);
        var subscription = calls.read(subscriber);
        assertThat(subscription.getStatus()).isEqualTo("active");
        assertThat(subscription.getCustomer()).isEqualTo(subscriber.customer());
        assertThat(subscription.getCancelAtPeriodEnd()).isFalse();
        var item = subscription.getItems().getData().getFirst();
        assertThat(item.getCurrentPeriodEnd() - item.getCurrentPeriodStart()).isBetween(28 * 86_400L, 31 * 86_400L);
        var invoice = calls.latest(subscriber);
        assertThat(invoice.getId()).isEqualTo(subscription.getLatestInvoice());
        assertThat(invoice.getStatus()).isEqualTo("paid");
        assertThat(invoice.getBillingReason()).isEqualTo("subscription_create");
        assertThat(invoice.getAmountPaid()).isEqualTo(1900);
        assertThat(invoice.getParent().getSubscriptionDetails().getSubscription())
                .isEqualTo(subscriber.subscription());
        assertThat(invoice.getStatusTransitions().getPaidAt()).isNotNull();
        assertThat(invoice.getHostedInvoiceUrl()).startsWith("http");
        var payment = calls.payment(invoice);
        assertThat(payment.getStatus()).isEqualTo("paid");
        assertThat(payment.getAmountPaid()).isEqualTo(1900);
        assertThat(payment.getPayment().getType()).isEqualTo("payment_intent");
    }

    @Test
    void endsWithThePeriodAndTakesThatBack() throws StripeException {
        var subscriber = calls.subscribe(1900);
        var ending = calls.update(subscriber, SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(true));
        assertThat(ending.getCancelAtPeriodEnd()).isTrue();
        assertThat(ending.getStatus()).isEqualTo("active");
        assertThat(ending.getCanceledAt()).isNotNull();
        assertThat(ending.getCancelAt())
                .isEqualTo(ending.getItems().getData().getFirst().getCurrentPeriodEnd());
        var kept = calls.update(subscriber, SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(false));
        assertThat(kept.getCancelAtPeriodEnd()).isFalse();
        assertThat(kept.getCanceledAt()).isNull();
        assertThat(kept.getCancelAt()).isNull();
    }

    @Test
    void endsOnceAndLeavesTheListOfWhatGoesOn() throws StripeException {
        var subscriber = calls.subscribe(1900);
        var ended = stripe.v1().subscriptions().cancel(subscriber.subscription());
        assertThat(ended.getStatus()).isEqualTo("canceled");
        assertThat(ended.getEndedAt()).isNotNull();
        assertThatThrownBy(() -> stripe.v1().subscriptions().cancel(subscriber.subscription()))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
                    assertThat(refused.getStatusCode()).isEqualTo(404);
                    assertThat(refused.getCode()).isEqualTo("resource_missing");
                });
        assertThat(calls.read(subscriber).getStatus()).isEqualTo("canceled");
        assertThat(calls.list(subscriber, null)).isEmpty();
        assertThat(calls.list(subscriber, SubscriptionListParams.Status.ALL)).hasSize(1);
    }

    @Test
    void changesThePriceInPlaceAndInvoicesTheDifference() throws StripeException {
        var subscriber = calls.subscribe(1900);
        var dearer = stripe.v1()
                .prices()
                .create(EmulatorFixture.priceOf("Max", 4900))
                .getId();
        var item = calls.read(subscriber).getItems().getData().getFirst().getId();
        var preview = stripe.v1()
                .invoices()
                .createPreview(InvoiceCreatePreviewParams.builder()
                        .setSubscription(subscriber.subscription())
                        .setSubscriptionDetails(InvoiceCreatePreviewParams.SubscriptionDetails.builder()
                                .setProrationBehavior(
                                        InvoiceCreatePreviewParams.SubscriptionDetails.ProrationBehavior.ALWAYS_INVOICE)
                                .addItem(InvoiceCreatePreviewParams.SubscriptionDetails.Item.builder()
                                        .setId(item)
                                        .setPrice(dearer)
                                        .build())
                                .build())
                        .build());
        assertThat(preview.getAmountDue()).isBetween(2990L, 3000L);
        var changed = calls.update(
                subscriber,
                SubscriptionUpdateParams.builder()
                        .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                        .setPaymentBehavior(SubscriptionUpdateParams.PaymentBehavior.PENDING_IF_INCOMPLETE)
                        .addItem(SubscriptionUpdateParams.Item.builder()
                                .setId(item)
                                .setPrice(dearer)
                                .build()));
        assertThat(changed.getItems().getData()).hasSize(1);
        assertThat(changed.getItems().getData().getFirst().getPrice().getId()).isEqualTo(dearer);
        assertThat(changed.getPendingUpdate()).isNull();
        assertThat(calls.latest(subscriber).getBillingReason()).isEqualTo("subscription_update");
        assertThat(calls.latest(subscriber).getAmountPaid()).isBetween(2990L, 3000L);
    }

    @Test
    void refundsInPartsAndNeverMoreThanWasPaid() throws StripeException {
        var subscriber = calls.subscribe(1900);
        var intent = calls.payment(calls.latest(subscriber)).getPayment().getPaymentIntent();
        var part = stripe.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(intent)
                        .setAmount(500L)
                        .build());
        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(part.getPaymentIntent()).isEqualTo(intent);
        assertThatThrownBy(() -> stripe.v1()
                        .refunds()
                        .create(RefundCreateParams.builder()
                                .setPaymentIntent(intent)
                                .setAmount(1401L)
                                .build()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.getStatusCode()).isEqualTo(400));
        var whole = RefundCreateParams.builder().setPaymentIntent(intent).build();
        assertThat(stripe.v1().refunds().create(whole).getAmount()).isEqualTo(1400);
        assertThatThrownBy(() -> stripe.v1().refunds().create(whole))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo("charge_already_refunded"));
    }

    @Test
    void renewsWhenThePeriodIsOverAndIsPastDueWhenTheCardRefuses() throws StripeException {
        var subscriber = calls.subscribe(1900);
        contracted.advance(subscriber, Duration.ofDays(32));
        assertThat(calls.latest(subscriber).getBillingReason()).isEqualTo("subscription_cycle");
        assertThat(calls.latest(subscriber).getStatus()).isEqualTo("paid");
        contracted.emptyTheCard(subscriber);
        contracted.advance(subscriber, Duration.ofDays(32));
        assertThat(calls.read(subscriber).getStatus()).isEqualTo("past_due");
        assertThat(calls.latest(subscriber).getStatus()).isEqualTo("open");
        assertThat(calls.latest(subscriber).getAttemptCount()).isPositive();
        assertThat(calls.latest(subscriber).getNextPaymentAttempt()).isNotNull();
    }

    @Test
    void listsEventsByTimeTypeAndDelivery() throws StripeException {
        var subscriber = calls.subscribe(1900);
        var params = EventListParams.builder()
                .addType("customer.subscription.created")
                .setCreated(EventListParams.Created.builder()
                        .setGte(Instant.now().minus(Duration.ofHours(1)).getEpochSecond())
                        .build())
                .setLimit(100L)
                .build();
        assertThat(stripe.v1().events().list(params).getData())
                .allSatisfy(event -> assertThat(event.getType()).isEqualTo("customer.subscription.created"))
                .anySatisfy(event -> assertThat(event.getData().toJson()).contains(subscriber.subscription()));
        var undelivered = EventListParams.builder().setDeliverySuccess(false).setLimit(1L);
        assertThat(stripe.v1().events().list(undelivered.build()).getObject()).isEqualTo("list");
    }
}
