package io.tollgate.billing.invoice;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Voids an invoice, which gives the account back what it took from it, or gives it up as uncollectible. */
@Component
class InvoiceEnding {

    private final Invoices invoices;
    private final InvoiceRepository repository;
    private final Balances balances;
    private final InvoiceNews news;
    private final AuditLog audit;
    private final Clock clock;
    private final TransactionalOperator tx;

    InvoiceEnding(
            Invoices invoices,
            InvoiceRepository repository,
            Balances balances,
            InvoiceNews news,
            AuditLog audit,
            Clock clock,
            TransactionalOperator tx) {
        this.invoices = invoices;
        this.repository = repository;
        this.balances = balances;
        this.news = news;
        this.audit = audit;
        this.clock = clock;
        this.tx = tx;
    }

    /** Only what is open or uncollectible and of which nothing was paid: otherwise it is a credit note's turn. */
    Mono<InvoiceFate> voidIt(UUID invoiceId, AuditEntry entry) {
        return invoices.lock(invoiceId)
                .flatMap(invoice -> voidable(invoice) ? voided(invoice, entry) : refused(invoice))
                .defaultIfEmpty(new InvoiceFate.NoInvoice())
                .as(tx::transactional);
    }

    Mono<InvoiceFate> giveUp(UUID invoiceId, AuditEntry entry) {
        return invoices.lock(invoiceId)
                .flatMap(invoice -> invoice.status() == InvoiceStatus.OPEN ? givenUp(invoice, entry) : refused(invoice))
                .defaultIfEmpty(new InvoiceFate.NoInvoice())
                .as(tx::transactional);
    }

    private static boolean voidable(Invoice invoice) {
        return switch (invoice.status()) {
            case OPEN, UNCOLLECTIBLE -> invoice.amountPaid() == 0;
            case DRAFT, PAID, VOID -> false;
        };
    }

    private static Mono<InvoiceFate> refused(Invoice invoice) {
        return Mono.just(new InvoiceFate.NotAllowed(invoice));
    }

    private Mono<InvoiceFate> voided(Invoice invoice, AuditEntry entry) {
        return repository
                .update(invoice.id(), invoice.state().voided(invoice.total(), now()))
                .delayUntil(_ -> balances.book(List.of(
                        returned(invoice, "credit", -invoice.creditChange()),
                        returned(invoice, "wallet", invoice.walletApplied()))))
                .delayUntil(news::voided)
                .delayUntil(changed -> audit.record(noted(entry, changed)))
                .map(InvoiceFate.Changed::new);
    }

    private Mono<InvoiceFate> givenUp(Invoice invoice, AuditEntry entry) {
        return repository
                .update(invoice.id(), invoice.state().givenUp(invoice.amountOpen(), now()))
                .delayUntil(news::uncollectible)
                .delayUntil(changed -> audit.record(noted(entry, changed)))
                .map(InvoiceFate.Changed::new);
    }

    private Balances.Booking returned(Invoice invoice, String fund, long amount) {
        return balances.booking(invoice.userId(), fund, amount, invoice.currency(), "void", invoice.id());
    }

    private static AuditEntry noted(AuditEntry entry, Invoice invoice) {
        return entry.on("invoice", invoice.id())
                .with(Map.of(
                        "number",
                        String.valueOf(invoice.number()),
                        "written_off",
                        Long.toString(invoice.writtenOff())));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
