package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A saved card is charged once for an invoice, whatever breaks off. */
class StripeCollectionTest extends DunningFixture {

    private static final String INTENTS = "/v1/payment_intents";

    @Autowired
    private Collecting collecting;

    @Autowired
    private CollectionRepository collections;

    @Autowired
    private AttemptBeginning beginning;

    @Autowired
    private ChargeOrders orders;

    @Autowired
    private Gateways gateways;

    @Autowired
    private MutableClock clock;

    @AfterEach
    void mendStripe() {
        debtors.mendProviders();
    }

    @Test
    void chargesTheSavedCardAndBooksIt() {
        Debtor debtor = debtors.of("stripe");
        String customer = debtors.withCard(debtor);

        Invoice invoice = debtors.invoice(debtor, 1900);

        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(stripe.requests("POST", INTENTS))
                .anySatisfy(
                        request -> assertThat(request.idempotencyKey()).isEqualTo("collect:" + invoice.id() + ":1"));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("paid");
        Awaiting.until("a receipt", () -> debtors.mails(debtor, "Payment Received") == 1);
        Awaiting.until("an invoice", () -> debtors.mails(debtor, "Your Invoice") == 1);
        assertThat(debtors.payment(invoice))
                .containsEntry("status", "succeeded")
                .containsEntry("amount_cents", 1900L)
                .containsEntry("provider_payment_id", debtors.booked(invoice).getFirst());
        assertThat((String) debtors.payment(invoice).get("receipt_url")).contains("/receipt/");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void chargesOnceThoughTenAttemptsRunAtOnce() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);

        AtOnce.times(
                10,
                _ -> collecting.collect(invoice.id(), START).thenReturn(true).block());

        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(debtors.attempts(invoice)).hasSize(1);
        assertThat(debtors.booked(invoice)).hasSize(1);
    }

    /** Two were promised: the one that looked before the other began must not plan a second attempt. */
    @Test
    void plansNothingInPlaceOfWhatAnotherHasBegun() {
        Debtor debtor = debtors.clocked("stripe", START);
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        Collection seen = collections.find(invoice.id()).block();
        Attempt begun = beginning.planned(invoice.id(), START).block();

        collecting.collect(seen, START).block();

        assertThat(begun.status()).isEqualTo(AttemptStatus.CALLING);
        assertThat(debtors.collection(invoice).get("next_attempt_at")).isNull();
    }

    @Test
    void findsOutWhatWasChargedThoughNoAnswerCame() {
        stripe.dropWebhooks(true);
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.reset().performing().on("POST", INTENTS).times(3));

        debtors.moveTo(debtor, START.plusSeconds(1));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("unknown");
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.OPEN);
        assertThat(debtors.collection(invoice).get("next_attempt_at")).isNull();
        debtors.moveTo(debtor, START.plus(Duration.ofMinutes(5)));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(debtors.booked(invoice)).hasSize(1);
        assertThat(keys(invoice)).containsOnly("collect:" + invoice.id() + ":1");
    }

    @Test
    void asksAgainUnderTheSameKeyWhenNothingHadArrived() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.reset().on("*", INTENTS).untilCleared());

        debtors.moveTo(debtor, START.plus(Duration.ofHours(1)));
        assertThat(debtors.attempts(invoice))
                .singleElement()
                .satisfies(attempt ->
                        assertThat(attempt).containsEntry("status", "unknown").containsEntry("polls", 1));
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.mendProviders();
        debtors.moveTo(debtor, START.plus(Duration.ofMinutes(66)));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(keys(invoice)).containsOnly("collect:" + invoice.id() + ":1");
    }

    /** Nobody asked the bank: that is no failure of the payer's. */
    @Test
    void chargesAnewOnceItIsCertainThatNothingHadArrived() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.reset().on("*", INTENTS).untilCleared());
        debtors.moveTo(debtor, START.plus(Duration.ofHours(25)));
        assertThat(debtors.attempts(invoice))
                .singleElement()
                .satisfies(attempt ->
                        assertThat(attempt).containsEntry("status", "unknown").containsEntry("polls", 2));
        assertThat(debtors.status(debtor)).isEqualTo("active");
        clock.advance(Duration.ofHours(25).plusMinutes(10));
        debtors.mendProviders();

        debtors.moveTo(debtor, START.plus(Duration.ofHours(25).plusMinutes(10)));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed", "paid");
        assertThat(debtors.attempts(invoice, "code")).containsExactly("not_received", null);
        assertThat(debtors.collection(invoice)).containsEntry("failures", 0);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.query(
                        "select 1 from subscription_history where subscription_id = '%s' and status = 'past_due'"
                                .formatted(debtor.subscriptionId())))
                .isEmpty();
        Awaiting.until("a receipt", () -> debtors.mails(debtor, "Payment Received") == 1);
        assertThat(debtors.mails(debtor, "Invoice Payment Failed")).isZero();
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void findsOutWhatWasChargedAndNeverWritten() {
        stripe.dropWebhooks(true);
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);

        // As if the process had died in between.
        Attempt attempt = beginning.planned(invoice.id(), START).block();
        ChargeResult lost = orders.of(attempt)
                .flatMap(order -> gateways.of(Provider.STRIPE).charge(order))
                .block();
        assertThat(lost).isInstanceOf(ChargeResult.Paid.class);
        collecting.collect(invoice.id(), START.plusSeconds(60)).block();
        debtors.moveTo(debtor, START.plus(Duration.ofMinutes(6)));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("paid");
    }

    @Test
    void goesOnLookingWhenStripeStaysAwayAndChargesOnceItIsBack() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        // Stripe says the same for a day under the key, and keeps its lists to itself.
        stripe.fail(Fault.status(503).shouldRetry(false).on("*", INTENTS).untilCleared());

        debtors.moveTo(debtor, START.plus(Duration.ofDays(5)));
        assertThat(unresolved(invoice)).isZero();
        clock.advance(Duration.ofDays(9));
        debtors.moveTo(debtor, START.plus(Duration.ofDays(9)));

        assertThat(debtors.attempts(invoice)).singleElement().satisfies(attempt -> {
            assertThat(attempt).containsEntry("status", "unknown").containsEntry("polls", 10);
            assertThat(attempt.get("poll_at")).isNotNull();
        });
        assertThat(unresolved(invoice)).isEqualTo(1);
        assertThat(stripe.charges(customer)).isZero();
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.mendProviders();
        debtors.moveTo(debtor, START.plus(Duration.ofDays(10)));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed", "paid");
        assertThat(unresolved(invoice)).isEqualTo(1);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    private long unresolved(Invoice invoice) {
        return debtors.query("select 1 from audit_log where action = 'invoice.payment_unresolved' and subject_id = '%s'"
                        .formatted(invoice.id()))
                .size();
    }

    private List<String> keys(Invoice invoice) {
        return stripe.requests("POST", INTENTS).stream()
                .filter(request ->
                        request.params().toString().contains(invoice.id().toString()))
                .map(request -> request.idempotencyKey())
                .toList();
    }
}
