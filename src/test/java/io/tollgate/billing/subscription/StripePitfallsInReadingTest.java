package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.PitfallFixture;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.jobs.Outbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pitfalls of when Stripe is asked for the state of a subscription, and when it is not. */
class StripePitfallsInReadingTest extends PitfallFixture {

    @Autowired
    private StripeSubscriptions subscriptions;

    @Autowired
    private Outbox outbox;

    @Test
    void pitfall21WhatWasMissedWhileDownIsReadAgain() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String id = stripeId(user);
        stripe.dropWebhooks(true);
        var _ = subscriptions.cancelNow(id, false).block();
        stripe.dropWebhooks(false);
        assertThat(status(user)).isEqualTo("active");

        outbox.enqueue(RereadSubscription.TYPE, user.id().toString(), new RereadSubscription.Payload(id))
                .block();

        Awaiting.until("the end is known", () -> "canceled".equals(status(user)));
        Awaiting.until("and told", () -> mails(user).contains("Subscription Canceled"));
    }

    @Test
    void pitfall24ReadingAStatusAsksStripeNothing() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String customer = buyers.customer(user);
        String id = stripeId(user);
        Awaiting.until("all are delivered", () -> stripe.deliveriesUnderWay() == 0);
        stripe.events("customer.subscription.updated", id).forEach(event -> awaitEvent(event, "processed"));
        long asked = 1;
        // A job that looks after everybody may ask just now, but not each time.
        for (int tries = 0; asked > 0 && tries < 3; tries++) {
            long before = asked(customer, id);
            read(user);
            asked = asked(customer, id) - before;
        }
        assertThat(asked).isZero();
    }

    private void read(TestUser user) {
        var _ = AtOnce.times(
                30,
                number -> buyers.get(
                        user,
                        List.of("/billing/subscriptions/me", "/billing/payments/me", "/billing/entitlements/me")
                                .get(number % 3)));
    }

    private long asked(String... ids) {
        return stripe.requests().stream()
                .filter(request -> List.of(ids).stream()
                        .anyMatch(id -> request.path().contains(id)
                                || request.params().toString().contains(id)))
                .count();
    }
}
