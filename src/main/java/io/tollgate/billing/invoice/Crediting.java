package io.tollgate.billing.invoice;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.idempotency.KeyedWork;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * A credit note by an administrator: with a line in the audit log. An invoice has no more of them than are shown and printed with it;
 * the engine, which makes a few at most, is not kept from giving back.
 */
@Component
class Crediting {

    private static final int MOST = 100;

    private final CreditNotes notes;
    private final CreditNoteRepository repository;
    private final Invoices invoices;
    private final AuditLog audit;
    private final KeyedWork keyed;
    private final TransactionalOperator tx;

    Crediting(
            CreditNotes notes,
            CreditNoteRepository repository,
            Invoices invoices,
            AuditLog audit,
            KeyedWork keyed,
            TransactionalOperator tx) {
        this.notes = notes;
        this.repository = repository;
        this.invoices = invoices;
        this.audit = audit;
        this.keyed = keyed;
        this.tx = tx;
    }

    Mono<CreditNoteResult> credit(UUID invoiceId, CreditNotes.Wish wish, AuditEntry entry) {
        return invoices.lock(invoiceId)
                .then(Mono.defer(() -> repository.count(invoiceId)))
                .flatMap(count -> count < MOST
                        ? notes.issue(invoiceId, wish, entry.actorId())
                        : Mono.just(new CreditNoteResult.TooMany()))
                .delayUntil(result -> result instanceof CreditNoteResult.Issued(CreditNote note, Invoice _)
                        ? audit.record(noted(entry, note)).then(keyed.done())
                        : Mono.empty())
                .as(tx::transactional);
    }

    private static AuditEntry noted(AuditEntry entry, CreditNote note) {
        return entry.on("invoice", note.invoiceId())
                .with(Map.of(
                        "credit_note",
                        note.number(),
                        "total",
                        Long.toString(note.total()),
                        "refund",
                        Long.toString(note.refundAmount()),
                        "reason",
                        note.reason()));
    }
}
