package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.stripeemulator.StripeEmulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every call against a Stripe that checks parameters, remembers idempotency keys, and fails when told to. */
class StripeAtTheEmulatorTest {

    private final StripeEmulator emulator = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC()));
    private final StripeClients stripe =
            new StripeClients(StripeClients.properties(emulator.baseUrl(), Duration.ofSeconds(5)));
    private int keys;

    @AfterEach
    void stop() {
        stripe.close();
        emulator.stop();
    }

    @Test
    void keepsAPlanAsProductAndPrice() {
        StripeProduct product = stripe.products
                .create(key(), new NewStripeProduct("Pro", "Everything", Map.of("plan_id", "p1")))
                .block();
        assertThat(product.metadata()).containsEntry("plan_id", "p1");
        StripePrice price = price(product.id(), 1900);
        assertThat(price.productId()).isEqualTo(product.id());
        assertThat(price.unitAmount()).isEqualTo(1900);
        assertThat(price.currency()).isEqualTo("EUR");
        assertThat(price.recurring()).isEqualTo(new StripePrice.Recurring(StripePrice.Interval.YEAR, 1));
        assertThat(stripe.prices.archive(key(), price.id()).block().active()).isFalse();
        StripeProduct changed = stripe.products
                .update(key(), product.id(), new StripeProductChange("Pro+", null, false, Map.of("plan_id", "")))
                .block();
        assertThat(changed.name()).isEqualTo("Pro+");
        assertThat(changed.active()).isFalse();
        assertThat(changed.metadata()).isEmpty();
    }

    @Test
    void followsACheckoutToItsSubscriptionInvoiceAndPayment() {
        String customer = customer();
        StripeCheckoutSession session = checkout(customer);
        assertThat(session.url()).startsWith(emulator.baseUrl());
        assertThat(session.status()).isEqualTo(StripeCheckoutSession.Status.OPEN);

        emulator.controls().pay(session.id());
        StripeCheckoutSession paid = stripe.checkouts.retrieve(session.id()).block();
        assertThat(paid.paymentStatus()).isEqualTo(StripeCheckoutSession.PaymentStatus.PAID);
        assertThat(paid.clientReferenceId()).isEqualTo("user-1");

        StripeSubscription subscription =
                stripe.subscriptions.retrieve(paid.subscriptionId()).block();
        assertThat(subscription.status()).isEqualTo(StripeSubscription.Status.ACTIVE);
        assertThat(subscription.customerId()).isEqualTo(customer);
        assertThat(subscription.metadata()).containsEntry("user_id", "user-1");
        assertThat(subscription.currentPeriodEnd()).isAfter(subscription.currentPeriodStart());

        StripeInvoice invoice =
                stripe.invoices.retrieve(subscription.latestInvoiceId()).block();
        assertThat(invoice.status()).isEqualTo(StripeInvoice.Status.PAID);
        assertThat(invoice.subscriptionId()).isEqualTo(subscription.id());
        assertThat(invoice.amountPaid()).isEqualTo(1900);
        assertThat(invoice.periodEnd()).isEqualTo(subscription.currentPeriodEnd());
        assertThat(invoice.metadata()).containsEntry("user_id", "user-1");
        assertThat(stripe.invoices.list(subscription.id()).collectList().block())
                .containsExactly(invoice);

        StripeInvoicePayment payment =
                stripe.invoices.payments(invoice.id()).single().block();
        assertThat(payment.status()).isEqualTo("paid");
        assertThat(payment.amountPaid()).isEqualTo(1900);
        assertThat(payment.paymentIntentId()).isNotNull();
    }

    @Test
    void endsASubscriptionWithItsPeriodAndTakesItBack() {
        String id = subscription();
        assertThat(stripe.subscriptions
                        .cancelAtPeriodEnd(key(), id, true)
                        .block()
                        .cancelAtPeriodEnd())
                .isTrue();
        assertThat(stripe.subscriptions
                        .cancelAtPeriodEnd(key(), id, false)
                        .block()
                        .cancelAtPeriodEnd())
                .isFalse();
    }

    @Test
    void endsASubscriptionNowHoweverOftenItIsTold() {
        String id = subscription();
        assertThat(stripe.subscriptions.cancelNow(id, true).block().status())
                .isEqualTo(StripeSubscription.Status.CANCELED);
        assertThat(stripe.subscriptions.cancelNow(id, true).block().status())
                .isEqualTo(StripeSubscription.Status.CANCELED);
        StripeFailure failure = catchThrowableOfType(
                StripeFailure.class,
                () -> stripe.subscriptions.cancelNow("sub_none", false).block());
        assertThat(failure.kind()).isEqualTo(StripeFailure.Kind.NOT_FOUND);
    }

    @Test
    void closesACheckoutPageOnce() {
        StripeCheckoutSession session = checkout(customer());
        assertThat(stripe.checkouts.expire(key(), session.id()).block().status())
                .isEqualTo(StripeCheckoutSession.Status.EXPIRED);
        StripeFailure failure = catchThrowableOfType(
                StripeFailure.class,
                () -> stripe.checkouts.expire(key(), session.id()).block());
        assertThat(failure.kind()).isEqualTo(StripeFailure.Kind.INVALID_REQUEST);
    }

    @Test
    void listsSubscriptionsOfOneCustomerAndEventsOfSomeTypes() {
        String first = subscription();
        String customer = stripe.subscriptions.retrieve(first).block().customerId();
        stripe.subscriptions.cancelNow(first, false).block();
        assertThat(stripe.subscriptions
                        .list(customer)
                        .map(StripeSubscription::id)
                        .collectList()
                        .block())
                .containsExactly(first);
        List<StripeEvent> events = stripe.events
                .list(List.of("customer.subscription.deleted"), Instant.EPOCH, false)
                .collectList()
                .block();
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.objectId()).isEqualTo(first);
            assertThat(event.customerId()).contains(customer);
        });
    }

    @Test
    void updatesACustomer() {
        String id = customer();
        StripeCustomer changed = stripe.customers
                .update(key(), id, new StripeCustomerDetails("new@example.com", null, Map.of("user_id", "user-2")))
                .block();
        assertThat(changed.email()).isEqualTo("new@example.com");
        assertThat(changed.name()).as("not told, not changed").isEqualTo("Jo Doe");
        assertThat(changed.metadata()).containsEntry("user_id", "user-2");
    }

    private IdempotencyKey key() {
        return IdempotencyKey.of("test", ++keys, 1);
    }

    private StripePrice price(String product, long amount) {
        StripePrice.Recurring yearly = new StripePrice.Recurring(StripePrice.Interval.YEAR, 1);
        return stripe.prices
                .create(key(), new NewStripePrice(product, "EUR", amount, yearly, Map.of()))
                .block();
    }

    private String customer() {
        return stripe.customers
                .create(key(), new StripeCustomerDetails("jo@example.com", "Jo Doe", Map.of("user_id", "user-1")))
                .block()
                .id();
    }

    private StripeCheckoutSession checkout(String customer) {
        String product = stripe.products
                .create(key(), new NewStripeProduct("Pro", null, Map.of()))
                .block()
                .id();
        return stripe.checkouts
                .create(
                        key(),
                        new NewStripeCheckout(
                                customer,
                                price(product, 1900).id(),
                                "user-1",
                                "https://shop.example.com/done?s={CHECKOUT_SESSION_ID}",
                                "https://shop.example.com/cancelled",
                                Map.of("user_id", "user-1"),
                                null,
                                null))
                .block();
    }

    private String subscription() {
        return emulator.controls().pay(checkout(customer()).id());
    }
}
