package io.tollgate.billing.invoice;

import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Money that has arrived for an invoice. */
@Component
public class InvoicePayments {

    private final Invoices invoices;
    private final InvoiceRepository repository;
    private final Balances balances;
    private final InvoiceNews news;
    private final DatabaseClient db;
    private final Ids ids;
    private final Clock clock;
    private final TransactionalOperator tx;

    InvoicePayments(
            Invoices invoices,
            InvoiceRepository repository,
            Balances balances,
            InvoiceNews news,
            DatabaseClient db,
            Ids ids,
            Clock clock,
            TransactionalOperator tx) {
        this.invoices = invoices;
        this.repository = repository;
        this.balances = balances;
        this.news = news;
        this.db = db;
        this.ids = ids;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Books a payment, within the caller's transaction or one of its own; the same one again changes nothing. What the invoice
     * does not need, because it was void, paid or credited meanwhile, goes to the account's credit; so does what of a part its
     * gateway could not be asked for the rest without.
     *
     * @param amount in minor units of the invoice's currency, above 0
     * @param providerPaymentId unique with its provider
     * @return the invoice as it is then; empty when there is none
     */
    public Mono<Invoice> record(UUID invoiceId, long amount, String provider, String providerPaymentId) {
        if (amount <= 0) {
            return Mono.error(() -> new IllegalArgumentException("A payment of " + amount));
        }
        return invoices.lock(invoiceId)
                .flatMap(invoice -> book(invoice, amount, provider, providerPaymentId))
                .as(tx::transactional);
    }

    private Mono<Invoice> book(Invoice invoice, long amount, String provider, String paymentId) {
        long used = used(invoice, amount);
        return insert(invoice.id(), amount, amount - used, provider, paymentId)
                .flatMap(isNew -> isNew ? apply(invoice, used, amount - used) : Mono.just(invoice));
    }

    private static long used(Invoice invoice, long amount) {
        return switch (invoice.status()) {
            case OPEN -> invoice.step().partOf(invoice.amountOpen(), amount);
            case UNCOLLECTIBLE -> Math.min(amount, invoice.writtenOff());
            case DRAFT, PAID, VOID -> 0;
        };
    }

    private Mono<Invoice> apply(Invoice invoice, long used, long excess) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return repository
                .update(invoice.id(), invoice.state().paid(used, invoice.amountDue(), now))
                .delayUntil(_ -> balances.book(List.of(balances.booking(
                        invoice.userId(), "credit", excess, invoice.currency(), "overpayment", invoice.id()))))
                .delayUntil(paid -> tell(invoice, paid, used));
    }

    private Mono<Void> tell(Invoice before, Invoice paid, long used) {
        if (paid.status() == InvoiceStatus.PAID) {
            return before.status() == InvoiceStatus.PAID ? Mono.empty() : news.paid(paid);
        }
        return used == 0 ? Mono.empty() : news.paidInPart(paid);
    }

    /** False when it is known already. */
    private Mono<Boolean> insert(UUID invoiceId, long amount, long excess, String provider, String paymentId) {
        return db.sql("""
                        insert into invoice_payments (id, invoice_id, provider, provider_payment_id, amount, excess, paid_at)
                        values (:id, :invoiceId, :provider, :paymentId, :amount, :excess, :now)
                        on conflict (provider, provider_payment_id) do nothing
                        """)
                .bind("id", ids.next())
                .bind("invoiceId", invoiceId)
                .bind("provider", provider)
                .bind("paymentId", paymentId)
                .bind("amount", amount)
                .bind("excess", excess)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(inserted -> inserted == 1);
    }
}
