package io.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Ledger.Answer;
import io.tollgate.billing.PitfallFixture;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeRefund;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripePriceMove;
import io.tollgate.billing.stripe.StripeProration;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pitfalls of money. */
class StripePitfallsInMoneyTest extends PitfallFixture {

    @Autowired
    private StripeSubscriptions subscriptions;

    @Autowired
    private StripeInvoices invoices;

    @Autowired
    private StripeRefunds refunds;

    @Autowired
    private StripeCharges charges;

    @Test
    void pitfall10AnInvoiceOfNothingButProrationsIsRecorded() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        buyers.plan(4900);
        String dearer = (String) buyers.query("""
                select stripe_price_id from plan_versions where price_cents = 4900 and stripe_price_id is not null
                order by created_at desc limit 1""").getFirst().get("stripe_price_id");
        StripeSubscription now = subscriptions.retrieve(stripeId(user)).block();

        var _ = subscriptions
                .movePrice(
                        IdempotencyKey.of("test", UUID.randomUUID(), 1),
                        now.id(),
                        new StripePriceMove(now.itemId(), dearer, StripeProration.ALWAYS_INVOICE, Map.of()))
                .block();

        Awaiting.until("the difference is paid", () -> buyers.payments(user).size() == 2);
        assertThat(buyers.payments(user).getLast())
                .containsEntry("billing_reason", "subscription_update")
                .containsEntry("status", "succeeded")
                .containsEntry("amount_cents", 3000L)
                .containsEntry(
                        "subscription_id", buyers.subscriptions(user).getFirst().get("id"));
    }

    @Test
    void pitfall13ALatePaymentRevivesNothing() {
        Purchase bought = unheard(buyers.plan(1900));
        var _ = subscriptions.cancelNow(bought.subscription(), false).block();
        Awaiting.until("it has ended", () -> "canceled".equals(status(bought.user())));

        heard("invoice.paid", bought.invoice());

        assertThat(status(bought.user())).isEqualTo("canceled");
        assertThat(tier(bought.user())).isEqualTo("FREE");
        assertThat(ledger.status(bought.user())).isEqualTo("succeeded");
    }

    /** That two attempts to collect one invoice never run at once is for the collection to prove. */
    @Test
    void pitfall14AFailureHeardOfAfterThePaymentChangesNothing() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        stripe.cardDeclines(buyers.customer(user), true);
        stripe.holdWebhooks();
        TestStripe.advance(Duration.ofDays(32));
        String invoice = invoices.list(stripeId(user)).blockFirst().id();
        stripe.cardDeclines(buyers.customer(user), false);
        stripe.payInvoice(invoice);
        stripe.releaseWebhooks("invoice.paid", "invoice.payment_succeeded", "invoice.payment_failed");

        Awaiting.until("all are delivered", () -> stripe.deliveriesUnderWay() == 0);
        awaitEvent(stripe.events("invoice.payment_failed", invoice).getFirst(), "processed");
        ledger.awaitStatus(user, "succeeded");
        assertThat(buyers.payments(user)).hasSize(2);
        assertThat(status(user)).isEqualTo("active");
        assertThat(mails(user)).doesNotContain("Invoice Payment Failed");
    }

    @Test
    void pitfall15RefundsAndDisputesAreFoundByTheirInvoiceEvenBeforeThePaymentIsKnown() {
        Purchase bought = unheard(buyers.plan(1900));
        String intent = invoices.payments(bought.invoice()).blockFirst().paymentIntentId();
        stripe.holdWebhooks();
        StripeRefund made = refunds.create(
                        IdempotencyKey.of("dashboard", UUID.randomUUID(), 1),
                        new NewStripeRefund(intent, 400L, null, Map.of()))
                .block();
        int _ = stripe.discardHeldWebhooks();

        heard("charge.refunded", made.chargeId());

        assertThat(ledger.payment(bought.user()))
                .containsEntry("status", "partially_refunded")
                .containsEntry("refunded_cents", 400L)
                .containsEntry(
                        "subscription_id",
                        buyers.subscriptions(bought.user()).getFirst().get("id"));
        heard("refund.created", made.id());
        heard("invoice.paid", bought.invoice());
        assertThat(ledger.status(bought.user())).isEqualTo("partially_refunded");
        String dispute = stripe.openDispute(charges.list(intent).blockFirst().id());
        ledger.awaitStatus(bought.user(), "disputed");
        stripe.closeDispute(dispute, false);
        ledger.awaitStatus(bought.user(), "reversed");
        Awaiting.until("one mail of the refund", () -> mails(bought.user()).contains("Refund Issued"));
        assertThat(mails(bought.user())).filteredOn("Refund Issued"::equals).hasSize(1);
    }

    @Test
    void pitfall19ACompletedPageIsNotMoney() {
        TestUser user = users.signUp();
        String session = buyers.checkout(user, buyers.plan(1900));
        String _ = stripe.payLater(session, "incomplete");
        Awaiting.until("the page is complete", () -> buyers.checkouts(user).equals(List.of("completed")));
        Awaiting.until("it is pending", () -> "incomplete".equals(status(user)));
        assertThat(tier(user)).isEqualTo("FREE");
        Awaiting.until("a payment", () -> !buyers.payments(user).isEmpty());
        ledger.awaitStatus(user, "pending");

        stripe.settle(session, true);

        Awaiting.until("access", () -> tier(user).equals("PRO"));
        ledger.awaitStatus(user, "succeeded");
    }

    @Test
    void pitfall22OneOperationHasOneKeyUntilStripeSaysThatItFailed() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        stripe.fail(Fault.reset().on("POST", "/v1/refunds").times(2));
        Answer first = ledger.refund(ledger.id(user), "{\"amount_cents\": 100}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(keys(first)).containsExactly("refund:" + first.text("id") + ":1");

        stripe.fail(
                Fault.status(500).shouldRetry(false).on("POST", "/v1/refunds").times(1));
        Answer second = ledger.refund(ledger.id(user), "{\"amount_cents\": 100}");
        assertThat(second.status()).isEqualTo(202);
        clock.advance(Duration.ofMinutes(2));

        Awaiting.until(
                "both are made",
                () -> Long.valueOf(200).equals(ledger.payment(user).get("refunded_cents")));
        assertThat(keys(second))
                .containsExactly("refund:" + second.text("id") + ":1", "refund:" + second.text("id") + ":2");
    }

    @Test
    void pitfall23AnUnknownOutcomeIsFoundOutAndNotRepeated() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String intent = ledger.intent(user);
        stripe.holdWebhooks();
        stripe.fail(Fault.reset().performing().on("POST", "/v1/refunds").times(3));

        Answer noted = ledger.refund(ledger.id(user), "{\"amount_cents\": 700}");
        assertThat(noted.status()).isEqualTo(202);
        assertThat(noted.text("status")).isEqualTo("requested");
        assertThat(ledger.refund(ledger.id(user), "{\"amount_cents\": 1300}").text("code"))
                .as("it counts as made while nobody knows")
                .isEqualTo("refund_too_high");
        stripe.clearFaults();
        clock.advance(Duration.ofMinutes(2));

        ledger.awaitStatus(user, "partially_refunded");
        assertThat(refunds.list(intent).collectList().block()).hasSize(1);
    }

    private List<String> keys(Answer refund) {
        return stripe.requests("POST", "/v1/refunds").stream()
                .map(ReceivedRequest::idempotencyKey)
                .map(String::valueOf)
                .filter(key -> key.contains(refund.text("id")))
                .distinct()
                .toList();
    }
}
