package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.PitfallFixture;
import io.tollgate.billing.subscription.ForeignShop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The pitfalls of how events arrive. */
class StripePitfallsInEventsTest extends PitfallFixture {

    @Autowired
    private StripeSubscriptions subscriptions;

    @Autowired
    private CustomerLock lock;

    @Autowired
    private TransactionalOperator tx;

    @Test
    void pitfall01TheCreatedEventAfterTheUpdatedTakesNothingAway() {
        Purchase bought = unheard(buyers.plan(1900));
        heard("customer.subscription.updated", bought.subscription());
        assertThat(tier(bought.user())).isEqualTo("PRO");

        heard("customer.subscription.created", bought.subscription());

        assertThat(status(bought.user())).isEqualTo("active");
        assertThat(tier(bought.user())).isEqualTo("PRO");
    }

    @Test
    void pitfall02TheSameEventTwiceHasOneEffect() {
        Purchase bought = unheard(buyers.plan(1900));
        stripe.deliverEachWebhook(4);
        String event = heard("invoice.paid", bought.invoice());
        stripe.resend(event);
        heard("invoice.payment_succeeded", bought.invoice());

        Awaiting.until("all are delivered", () -> stripe.deliveriesUnderWay() == 0);
        assertThat(buyers.payments(bought.user())).hasSize(1);
        Awaiting.until("a mail", () -> !mails(bought.user()).isEmpty());
        Awaiting.during(
                "one mail", Duration.ofMillis(200), () -> mails(bought.user()).size() == 1);
    }

    @Test
    void pitfall03DifferentEventsAtOnceMakeOneRowEach() {
        Purchase bought = unheard(buyers.plan(1900));
        List<String> events = stripe.eventsAbout(bought.subscription());
        assertThat(events).hasSizeGreaterThan(4);

        var _ = AtOnce.times(events.size() * 2, number -> {
            stripe.resend(events.get(number % events.size()));
            return number;
        });

        events.forEach(event -> Awaiting.until(
                "event " + event, () -> !List.of("pending", "failed", "unknown").contains(eventStatus(event))));
        assertThat(buyers.subscriptions(bought.user())).hasSize(1);
        assertThat(buyers.payments(bought.user())).hasSize(1);
        assertThat(status(bought.user())).isEqualTo("active");
    }

    @Test
    void pitfall04ThePaymentBeforeTheCheckoutGivesAccess() {
        Purchase bought = unheard(buyers.plan(1900));

        heard("invoice.paid", bought.invoice());

        assertThat(tier(bought.user())).isEqualTo("PRO");
        assertThat(buyers.payments(bought.user()).getFirst().get("subscription_id"))
                .isEqualTo(buyers.subscriptions(bought.user()).getFirst().get("id"));
        heard("checkout.session.completed", bought.session());
        assertThat(buyers.subscriptions(bought.user())).hasSize(1);
    }

    @Test
    void pitfall06WhatMeetsTheLockWaitsAndIsNotDropped() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String subscription = stripeId(user);

        Mono<Void> whileLocked = Mono.fromRunnable(() -> {
            subscriptions.cancelNow(subscription, false).block();
            String deleted = Awaiting.value(
                            "the event",
                            () -> stripe.events("customer.subscription.deleted", subscription),
                            events -> !events.isEmpty())
                    .getFirst();
            Awaiting.until("it is stored", () -> "pending".equals(eventStatus(deleted)));
            Awaiting.during("it waits", Duration.ofMillis(200), () -> "active".equals(status(user)));
        });
        lock.acquire(buyers.customer(user))
                .then(whileLocked.subscribeOn(OwnThreads.SCHEDULER))
                .as(tx::transactional)
                .block();

        Awaiting.until("the end is written", () -> "canceled".equals(status(user)));
    }

    @Test
    void pitfall18ForeignObjectsAreIgnoredAndOwnOnesWaitedFor() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String _ = buyers.checkout(user, plan);
        String price = price(plan);
        String foreign =
                stripe.pay(new ForeignShop().checkout(price, UUID.randomUUID().toString()), "x@example.com");
        awaitEvent(stripe.events("customer.subscription.created", foreign).getFirst(), "ignored");
        String card = stripe.eventsAbout(foreign).getFirst();
        assertThat(eventStatus(card)).isNotEqualTo("failed");

        setPrice(price, "price_" + user.id());
        String own = stripe.pay(new ForeignShop()
                .checkout(
                        price,
                        user.id().toString(),
                        buyers.customer(user),
                        Map.of(
                                "user_id",
                                user.id().toString(),
                                "plan_version_id",
                                UUID.randomUUID().toString())));
        awaitEvent(stripe.events("customer.subscription.created", own).getFirst(), "failed");
        setPrice("price_" + user.id(), price);

        Awaiting.until("it is there after all", () -> {
            clock.advance(Duration.ofSeconds(1));
            return "active".equals(status(user));
        });
    }

    private String price(String plan) {
        return (String) buyers.query("""
                select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id where code = '%s'
                """.formatted(plan)).getFirst().get("stripe_price_id");
    }

    private void setPrice(String from, String to) {
        assertThat(db.sql("update plan_versions set stripe_price_id = :to where stripe_price_id = :from")
                        .bind("from", from)
                        .bind("to", to)
                        .fetch()
                        .rowsUpdated()
                        .block())
                .isEqualTo(1);
    }
}
