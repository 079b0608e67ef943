package io.tollgate.billing.collection;

import io.tollgate.billing.collection.PaymentGateway.RefundOutcome;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.InvoiceReturns;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.payment.CollectedPayments;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** By which payment a credit note's money goes back, and what came of it. */
@Component
class NoteRefunds {

    private final NoteRefundRepository repository;
    private final AttemptRepository attempts;
    private final Gateways gateways;
    private final Invoices invoices;
    private final CreditNotes notes;
    private final CollectedPayments payments;
    private final GivenBack given;
    private final InvoiceReturns returns;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    NoteRefunds(
            NoteRefundRepository repository,
            AttemptRepository attempts,
            Gateways gateways,
            Invoices invoices,
            CreditNotes notes,
            CollectedPayments payments,
            GivenBack given,
            InvoiceReturns returns,
            AuditLog audit,
            TransactionalOperator tx) {
        this.repository = repository;
        this.attempts = attempts;
        this.gateways = gateways;
        this.invoices = invoices;
        this.notes = notes;
        this.payments = payments;
        this.given = given;
        this.returns = returns;
        this.audit = audit;
        this.tx = tx;
    }

    Mono<RefundIntent> intend(UUID noteId, UUID invoiceId, Money amount) {
        return invoices.lock(invoiceId)
                .flatMap(_ -> repository
                        .find(noteId)
                        .map(NoteRefunds::again)
                        .switchIfEmpty(Mono.defer(() -> unlessSettled(noteId, invoiceId, amount))))
                .defaultIfEmpty(new RefundIntent.Nothing())
                .as(tx::transactional);
    }

    private Mono<RefundIntent> unlessSettled(UUID noteId, UUID invoiceId, Money amount) {
        return repository.pending(noteId).filter(pending -> pending).flatMap(_ -> fresh(noteId, invoiceId, amount));
    }

    private static RefundIntent again(NoteRefundRepository.Row row) {
        return row.status().equals("requested") ? new RefundIntent.Ask(row.refund()) : new RefundIntent.Nothing();
    }

    private Mono<RefundIntent> fresh(UUID noteId, UUID invoiceId, Money amount) {
        return attempts.paid(invoiceId)
                .collectList()
                .flatMap(paid -> covering(paid, amount)
                        .flatMap(payment -> begin(noteId, payment, amount))
                        .switchIfEmpty(Mono.defer(() -> byHand(noteId, paid))));
    }

    /** The first of which so much has not gone back yet. */
    private Mono<Attempt> covering(List<Attempt> paid, Money amount) {
        return Flux.fromIterable(paid)
                .filter(payment -> payment.provider() != Provider.MANUAL)
                .concatMap(payment -> repository
                        .returned(payment.id())
                        .filter(returned ->
                                returned + amount.cents() <= payment.amount().cents())
                        .map(_ -> payment))
                .next();
    }

    private Mono<RefundIntent> begin(UUID noteId, Attempt payment, Money amount) {
        NoteRefund refund =
                new NoteRefund(noteId, payment.invoiceId(), payment.id(), amount, 0, NoteRefund.Asked.NEVER);
        boolean alone = !gateways.of(payment.provider()).tellsRefundsApart();
        return repository
                .insert(refund, alone)
                .map(begun -> begun ? new RefundIntent.Ask(refund) : new RefundIntent.Wait());
    }

    /** What came by hand, or unheard of, goes back by hand: the note waits for it. What came in parts goes to the account. */
    private Mono<RefundIntent> byHand(UUID noteId, List<Attempt> paid) {
        boolean manual = paid.isEmpty() || paid.stream().anyMatch(payment -> payment.provider() == Provider.MANUAL);
        return manual
                ? audit.record(AuditEntry.of("credit_note.refund_by_hand", RequestFacts.NONE)
                                .on("credit_note", noteId))
                        .then(Mono.empty())
                : notes.refundFailed(noteId).then(Mono.empty());
    }

    /** Wants a transaction. */
    Mono<Void> made(NoteRefund refund, RefundOutcome.Made made) {
        Map<String, String> note = Map.of("credit_note_id", refund.noteId().toString());
        return invoices.lock(refund.invoiceId())
                .flatMap(_ -> repository.settle(refund.noteId(), "succeeded", made.providerRefundId(), null))
                .filter(first -> first)
                .flatMap(_ -> notes.refunded(refund.noteId(), made.providerRefundId())
                        .then(payments.returned(
                                refund.invoiceId(), made.providerRefundId(), made.amount(), note, made.underWay())));
    }

    /** It cannot go back: the account has it. Wants a transaction. */
    Mono<Void> refused(NoteRefund refund, RefundOutcome.Refused refused) {
        return invoices.lock(refund.invoiceId())
                .flatMap(_ -> repository.settle(refund.noteId(), "failed", null, refused.code()))
                .filter(first -> first)
                .flatMap(_ -> notes.refundFailed(refund.noteId())
                        .then(noteFailure(refund.noteId(), refused.code()))
                        .then(otherwise(refund, refused.returned())));
    }

    /** It failed though it had seemed done: the account has it. Wants a transaction. */
    Mono<Void> failedLater(UUID noteId, RefundOutcome.Refused refused) {
        return repository.find(noteId).flatMap(row -> switch (row.status()) {
            case "requested" -> refused(row.refund(), refused);
            case "succeeded" -> sentBack(row.refund(), refused.code());
            default -> Mono.empty();
        });
    }

    private Mono<Void> sentBack(NoteRefund refund, String code) {
        return invoices.lock(refund.invoiceId())
                .flatMap(_ -> repository.sentBack(refund.noteId(), code))
                .filter(first -> first)
                .flatMap(_ -> returns.cameBack(refund.noteId()).then(noteFailure(refund.noteId(), code)));
    }

    private Mono<Void> noteFailure(UUID noteId, String code) {
        return audit.record(AuditEntry.of("credit_note.refund_failed", RequestFacts.NONE)
                .on("credit_note", noteId)
                .failed(code));
    }

    /** What was taken for this refund, while its outcome was not known, was another one. */
    private Mono<Void> otherwise(NoteRefund refund, long returned) {
        return attempts.find(refund.attemptId())
                .flatMap(payment -> given.refunded(payment, String.valueOf(payment.providerPaymentId()), returned));
    }
}
