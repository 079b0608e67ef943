package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.PitfallFixture;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeSubscriptions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What users are told, once each, whatever happens on the way. */
class BillingMailsTest extends PitfallFixture {

    @Autowired
    private BillingMails mailing;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private StripeSubscriptions subscriptions;

    @Test
    void tellsOfAThingOnceHoweverManyWantTo() {
        TestUser user = users.signUp();
        Map<String, String> variables =
                Map.of("username", "u", "amount", "1", "paid", "2", "paidOn", "d", "dashboardUrl", "x");
        Mono<Void> telling = mailing.once(
                        "payment_refunded", "re-" + user.id(), user.user(), "Refund Issued", variables)
                .as(tx::transactional);

        Flux.range(0, 20).flatMap(_ -> telling, 20).blockLast();

        Awaiting.until("a mail", () -> !mails(user).isEmpty());
        Awaiting.during("no more", Duration.ofMillis(200), () -> mails(user).size() == 1);
    }

    @Test
    void tellsNothingThatIsRolledBack() {
        TestUser user = users.signUp();
        Map<String, String> variables =
                Map.of("username", "u", "amount", "1", "paid", "2", "paidOn", "d", "dashboardUrl", "x");
        String object = UUID.randomUUID().toString();
        Mono<Void> telling = mailing.once("payment_refunded", object, user.user(), "Refund Issued", variables);

        assertThat(telling.then(Mono.error(new IllegalStateException("crash")))
                        .as(tx::transactional)
                        .onErrorComplete()
                        .then(telling.as(tx::transactional))
                        .thenReturn(true)
                        .block())
                .isTrue();

        Awaiting.until("the second try tells", () -> mails(user).size() == 1);
    }

    @Test
    void tellsOfTheEndOfATrialOnceAndOnlyWhoWillPay() {
        String plan = buyers.plan(1900, 14);
        TestUser staying = buyers.subscriber(plan);
        TestUser leaving = buyers.subscriber(plan);
        var _ = subscriptions
                .cancelAtPeriodEnd(IdempotencyKey.of("test", leaving.id(), 1), stripeId(leaving), true)
                .block();
        stripe.deliverEachWebhook(3);

        TestStripe.advance(Duration.ofDays(11).plusHours(1));

        Mailbox mailbox = Mailbox.of(staying.user().email());
        assertThat(mailbox.await("Your Trial Ends Soon").text()).contains("19.00 USD", "http://");
        stripe.events("customer.subscription.trial_will_end", stripeId(staying)).forEach(stripe::resend);
        stripe.events("customer.subscription.trial_will_end", stripeId(leaving))
                .forEach(event -> awaitEvent(event, "processed"));
        mailbox.await(2);
        Mailbox.of(leaving.user().email()).awaitOne();
        Awaiting.during(
                "no more",
                Duration.ofMillis(200),
                () -> mails(staying).size() == 2 && mails(leaving).size() == 1);
    }

    @Test
    void tellsOfTheFirstPaymentAfterATrialAsOfARenewal() {
        TestUser user = buyers.subscriber(buyers.plan(1900, 14));
        TestStripe.advance(Duration.ofDays(12));
        Awaiting.until("a warning", () -> mails(user).contains("Your Trial Ends Soon"));
        TestStripe.advance(Duration.ofDays(3));

        Awaiting.until("a mail", () -> mails(user).contains("Subscription Updated"));
        assertThat(mails(user))
                .containsExactlyInAnyOrder("Subscription Confirmation", "Your Trial Ends Soon", "Subscription Updated");
    }
}
