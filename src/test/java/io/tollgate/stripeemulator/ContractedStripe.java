package io.tollgate.stripeemulator;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.testhelpers.TestClockAdvanceParams;
import com.stripe.param.testhelpers.TestClockCreateParams;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whom a contract test talks to: Stripe's own test mode if {@code STRIPE_SECRET_KEY} is a test key, else an emulator. What payers
 * and time do, each has its own way to be told: Stripe by test cards and test clocks, the emulator by its controls.
 *
 * @param emulator null if it is the real one
 */
record ContractedStripe(
        StripeClient client, String base, @Nullable StripeEmulator emulator) implements AutoCloseable {

    /** @param testClock null at the emulator, which has one clock for all */
    record Subscriber(
            String customer, String subscription, @Nullable String testClock) {}

    static ContractedStripe connect() {
        var key = System.getenv("STRIPE_SECRET_KEY");
        if (key != null && key.startsWith("sk_test_")) {
            return new ContractedStripe(new StripeClient(key), "https://api.stripe.com", null);
        }
        var emulator = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC()));
        var base = emulator.baseUrl();
        return new ContractedStripe(EmulatorFixture.client(base, "sk_test_emulator"), base, emulator);
    }

    /** Somebody with a good card who has just paid for the first period. */
    Subscriber subscribe(String price) throws StripeException {
        if (emulator != null) {
            var session = client.v1()
                    .checkout()
                    .sessions()
                    .create(EmulatorFixture.checkoutOf(price)
                            .setCustomerEmail("payer@example.com")
                            .build());
            var id = emulator.controls().pay(session.getId());
            return new Subscriber(client.v1().subscriptions().retrieve(id).getCustomer(), id, null);
        }
        var clock = client.v1()
                .testHelpers()
                .testClocks()
                .create(TestClockCreateParams.builder()
                        .setFrozenTime(Clock.systemUTC().instant().getEpochSecond())
                        .build())
                .getId();
        var customer = client.v1()
                .customers()
                .create(CustomerCreateParams.builder()
                        .setEmail("payer@example.com")
                        .setTestClock(clock)
                        .build())
                .getId();
        var subscription = client.v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer)
                        .setDefaultPaymentMethod(attach("pm_card_visa", customer))
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(price)
                                .build())
                        .build());
        return new Subscriber(customer, subscription.getId(), clock);
    }

    /** Every later charge is refused. */
    void emptyTheCard(Subscriber subscriber) throws StripeException {
        if (emulator != null) {
            emulator.controls().cardDeclines(subscriber.customer(), true);
            return;
        }
        var card = attach("pm_card_chargeCustomerFail", subscriber.customer());
        var _ = client.v1()
                .subscriptions()
                .update(
                        subscriber.subscription(),
                        SubscriptionUpdateParams.builder()
                                .setDefaultPaymentMethod(card)
                                .build());
    }

    /** Moves time, finalises and collects what becomes due on the way. */
    void advance(Subscriber subscriber, Duration duration) throws StripeException {
        if (emulator != null) {
            emulator.controls().advance(duration);
            return;
        }
        var clocks = client.v1().testHelpers().testClocks();
        long to = clocks.retrieve(subscriber.testClock()).getFrozenTime() + duration.toSeconds();
        var _ = clocks.advance(
                subscriber.testClock(),
                TestClockAdvanceParams.builder().setFrozenTime(to).build());
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!"ready".equals(clocks.retrieve(subscriber.testClock()).getStatus())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The test clock does not become ready");
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private String attach(String card, String customer) throws StripeException {
        return client.v1()
                .paymentMethods()
                .attach(
                        card,
                        PaymentMethodAttachParams.builder()
                                .setCustomer(customer)
                                .build())
                .getId();
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.stop();
        }
    }
}
