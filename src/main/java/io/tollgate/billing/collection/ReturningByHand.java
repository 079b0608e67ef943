package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.CreditNote;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.payment.CollectedPayments;
import io.tollgate.billing.plan.Money;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Notes that what came by hand has gone back by hand. */
@Component
class ReturningByHand {

    private final NoteRefundRepository refunds;
    private final Invoices invoices;
    private final CreditNotes notes;
    private final CollectedPayments payments;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    ReturningByHand(
            NoteRefundRepository refunds,
            Invoices invoices,
            CreditNotes notes,
            CollectedPayments payments,
            AuditLog audit,
            TransactionalOperator tx) {
        this.refunds = refunds;
        this.invoices = invoices;
        this.notes = notes;
        this.payments = payments;
        this.audit = audit;
        this.tx = tx;
    }

    /** Empty when no money of this note waits for anybody's hand. */
    Mono<CreditNote> note(UUID noteId, String reference, AuditEntry entry) {
        return refunds.invoiceOf(noteId)
                // Whoever sends it back by a gateway decides under the same lock.
                .flatMap(invoices::lock)
                .flatMap(_ -> refunds.find(noteId).hasElement())
                // A gateway is at it, or was.
                .filter(asked -> !asked)
                .flatMap(_ -> notes.refunded(noteId, reference))
                .delayUntil(note -> payments.returned(
                        note.invoiceId(),
                        "note:" + note.id(),
                        new Money(note.refundAmount(), note.currency()),
                        Map.of("credit_note_id", note.id().toString())))
                .delayUntil(note -> audit.record(entry.on("credit_note", note.id())
                        .with(Map.of(
                                "amount_cents", Long.toString(note.refundAmount()),
                                "currency", note.currency(),
                                "reference", reference))))
                .as(tx::transactional);
    }
}
