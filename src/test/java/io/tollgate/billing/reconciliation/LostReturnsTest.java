package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Ledger;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.subscription.ForeignShop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Refunds and disputes whose events are lost for good: Stripe does not even have them any more. */
class LostReturnsTest extends DriftTest {

    @Autowired
    private StripeCharges charges;

    @Autowired
    private StripeInvoices invoices;

    private Ledger ledger;
    private TestUser user;
    private int known;

    @BeforeEach
    void subscribe() {
        ledger = new Ledger(http, users, buyers);
        user = buyers.subscriber(buyers.plan(1900));
        idle();
        stripe.dropWebhooks(true);
    }

    @Test
    void takesInARefundAndWhatBecameOfIt() {
        String refund = stripe.refund(charge(), 500L);
        stripe.forgetEvents();

        assertThat(found(refund, "")).isEqualTo("refund_missed: succeeded 500 USD");
        assertThat(ledger.status(user)).isEqualTo("partially_refunded");
        assertThat(ledger.payment(user)).containsEntry("refunded_cents", 500L);
        Awaiting.until("a mail", () -> mails(user).contains("Refund Issued"));
        assertThat(reports.alone().run().of(refund)).isEmpty();

        // The bank sends it back when it is no longer of late.
        TestStripe.advance(Duration.ofDays(5));
        stripe.failRefund(refund);
        stripe.forgetEvents();

        assertThat(found(refund, "succeeded 500 USD")).isEqualTo("refund_changed: failed 500 USD");
        assertThat(ledger.status(user)).isEqualTo("succeeded");
        assertThat(ledger.audited(user, "payment.refund_failed")).hasSize(1);
        assertThat(reports.alone().run().of(refund)).isEmpty();
    }

    @Test
    void takesInADisputeAndHowItWasDecided() {
        String dispute = stripe.openDispute(charge());
        stripe.forgetEvents();

        assertThat(found(dispute, "")).isEqualTo("dispute_missed: needs_response 1900 USD");
        assertThat(ledger.status(user)).isEqualTo("disputed");
        assertThat(reports.alone().run().of(dispute)).isEmpty();

        stripe.closeDispute(dispute, false);
        stripe.forgetEvents();

        assertThat(found(dispute, "needs_response 1900 USD")).isEqualTo("dispute_changed: lost 1900 USD");
        assertThat(ledger.status(user)).isEqualTo("reversed");
        Awaiting.until("the subscription has ended", () -> "canceled".equals(status(user)));
        assertThat(ledger.audited(user, "payment.dispute_lost")).hasSize(1);
    }

    @Test
    void leavesAloneWhatIsKnownAndWhatIsNotOurs() {
        stripe.dropWebhooks(false);
        String known = stripe.refund(charge(), 300L);
        ledger.awaitStatus(user, "partially_refunded");
        idle();
        String foreign = stripe.refund(charge(paidToAnotherShop()), 100L);
        stripe.forgetEvents();

        Reports.Report report = reports.alone().run();

        assertThat(report.of(known)).isEmpty();
        assertThat(report.of(foreign)).isEmpty();
    }

    /** What was found of it since the last time, by our report or by one of the night. */
    private String found(String id, String was) {
        Reports.Report _ = reports.alone().run();
        List<Map<String, Object>> found =
                buyers.query("select kind, was, now from reconciliation_differences where object_id = '" + id
                        + "' order by found_at");
        assertThat(found).hasSize(known + 1);
        known++;
        assertThat(found.getLast()).containsEntry("was", was);
        return found.getLast().get("kind") + ": " + found.getLast().get("now");
    }

    /** What a customer of another program has paid, with the same Stripe account. @return the payment intent */
    private String paidToAnotherShop() {
        String price =
                (String) buyers.query("select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id"
                                + " where p.code = '" + buyers.plan(2500) + "'")
                        .getFirst()
                        .get("stripe_price_id");
        String subscription = stripe.pay(new ForeignShop().checkout(price, "nobody of ours"));
        String invoice = invoices.list(subscription).blockFirst().id();
        return invoices.payments(invoice).blockFirst().paymentIntentId();
    }

    private String charge() {
        return charge(ledger.intent(user));
    }

    private String charge(String intent) {
        return charges.list(intent).blockFirst().id();
    }
}
