package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Sinks;

/** A lost dispute that ends a subscription meets who pays for it, who holds the money and then wants the subscription. */
@IntegrationTest
class DisputeLocksTest {

    @Autowired
    private ApplicationContext application;

    @Autowired
    private StripeCharges charges;

    @Autowired
    private Invoices invoices;

    @Autowired
    private TransactionalOperator tx;

    private final Controls stripe = TestStripe.controls();

    @Test
    void waitsForTheMoneyWithoutHoldingTheSubscription() {
        Debtors debtors = new Debtors(application);
        Debtor debtor = debtors.of("stripe");
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        String intent = (String) debtors.booked(invoice).getFirst();
        String dispute = stripe.openDispute(charges.list(intent).blockFirst().id());
        Awaiting.until(
                "it is disputed",
                () -> "disputed".equals(debtors.payment(invoice).get("status")));
        Sinks.Empty<Void> held = Sinks.empty();
        Sinks.Empty<Void> release = Sinks.empty();
        CompletableFuture<Void> paying = invoices.lockMoney(Set.of(debtor.id()))
                .doOnSuccess(_ -> held.tryEmitEmpty().orThrow())
                .then(release.asMono())
                .as(tx::transactional)
                .toFuture();
        held.asMono().block(Duration.ofSeconds(20));

        stripe.closeDispute(dispute, false);
        try {
            Awaiting.until("its work waits", () -> somebodyWaits(debtors));
            assertThat(debtors.query("select 1 from subscriptions where id = '%s' for update skip locked"
                            .formatted(debtor.subscriptionId())))
                    .hasSize(1);
        } finally {
            release.tryEmitEmpty().orThrow();
        }
        paying.join();

        Awaiting.until("it has ended", () -> debtors.status(debtor).equals("canceled"));
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    private static boolean somebodyWaits(Debtors debtors) {
        return !debtors.query("""
                select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
                  and query like '%from billing_accounts%for no key update%'""").isEmpty();
    }
}
