package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.TaxRate;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.idempotency.KeyedWork;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Debit notes: ask for what an issued invoice asked too little, at the taxes it had. A note is an invoice of its own, in its own
 * series, that names the one it corrects; it is collected, paid and credited like any other.
 */
@Component
class DebitNotes {

    private final Invoices invoices;
    private final BillingAccounts accounts;
    private final Drafting drafting;
    private final Issuing issuing;
    private final AuditLog audit;
    private final KeyedWork keyed;
    private final Clock clock;
    private final TransactionalOperator tx;

    DebitNotes(
            Invoices invoices,
            BillingAccounts accounts,
            Drafting drafting,
            Issuing issuing,
            AuditLog audit,
            KeyedWork keyed,
            Clock clock,
            TransactionalOperator tx) {
        this.invoices = invoices;
        this.accounts = accounts;
        this.drafting = drafting;
        this.issuing = issuing;
        this.audit = audit;
        this.keyed = keyed;
        this.clock = clock;
        this.tx = tx;
    }

    /** @param net before tax, in minor units, above 0 */
    Mono<InvoiceFate> issue(UUID invoiceId, long net, String reason, AuditEntry entry) {
        return invoices.lock(invoiceId)
                .flatMap(invoice -> correctable(invoice)
                        ? debit(invoice, net, reason, entry)
                        : Mono.<InvoiceFate>just(new InvoiceFate.NotAllowed(invoice)))
                .defaultIfEmpty(new InvoiceFate.NoInvoice())
                .as(tx::transactional);
    }

    private static boolean correctable(Invoice invoice) {
        return invoice.kind() != InvoiceKind.DEBIT
                && switch (invoice.status()) {
                    case OPEN, PAID -> true;
                    case DRAFT, VOID, UNCOLLECTIBLE -> false;
                };
    }

    private Mono<InvoiceFate> debit(Invoice corrected, long net, String reason, AuditEntry entry) {
        return accounts.of(corrected.userId())
                .map(account -> drafting.document(
                        draft(corrected, net, reason), account.with(taxes(corrected)), List.of(), corrected.id()))
                .flatMap(document -> issuing.write(List.of(document)))
                .map(List::getFirst)
                .delayUntil(note -> audit.record(entry.on("invoice", corrected.id())
                        .with(Map.of(
                                "debit_note", String.valueOf(note.number()), "total", Long.toString(note.total())))))
                .delayUntil(_ -> keyed.done())
                .map(InvoiceFate.Changed::new);
    }

    private InvoiceDraft draft(Invoice corrected, long net, String reason) {
        return new InvoiceDraft(
                Objects.requireNonNull(corrected.subscriptionId()),
                corrected.userId(),
                corrected.provider(),
                InvoiceKind.DEBIT,
                corrected.periodStart(),
                corrected.periodEnd(),
                corrected.currency(),
                List.of(DraftFee.flat("correction", reason, null, corrected.periodStart(), corrected.periodEnd(), net)),
                0,
                clock.instant());
    }

    private static List<BillingAccount.Tax> taxes(Invoice corrected) {
        return corrected.taxes().stream()
                .map(tax -> new BillingAccount.Tax(new TaxRate(tax.code(), tax.percent()), tax.name()))
                .toList();
    }
}
