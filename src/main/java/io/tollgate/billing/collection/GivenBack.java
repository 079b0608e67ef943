package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.InvoiceReturns;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.invoice.TakenBack;
import io.tollgate.billing.payment.CollectedPayments;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Books what has gone back of a payment without a credit note of ours: somebody gave it back at the provider itself. Providers say how
 * much has gone back in all, so it does not matter in which order that is heard, or how often.
 */
@Component
class GivenBack {

    private final Invoices invoices;
    private final InvoiceReturns returns;
    private final NoteRefundRepository notes;
    private final CollectedPayments payments;
    private final AuditLog audit;

    GivenBack(
            Invoices invoices,
            InvoiceReturns returns,
            NoteRefundRepository notes,
            CollectedPayments payments,
            AuditLog audit) {
        this.invoices = invoices;
        this.returns = returns;
        this.notes = notes;
        this.payments = payments;
        this.audit = audit;
    }

    /**
     * Wants a transaction round it, in which the payment is booked. What our notes have asked for is counted off, also while its outcome
     * is not known: Paymob does not say what was given back for what.
     *
     * @param total minor units that have gone back of the payment
     */
    Mono<Void> refunded(Attempt attempt, String providerPaymentId, long total) {
        String provider = attempt.provider().value();
        return total == 0
                ? Mono.empty()
                : invoices.lock(attempt.invoiceId())
                        .flatMap(invoice -> notes.byNotes(provider, providerPaymentId)
                                .flatMap(known -> without(invoice.id(), provider, providerPaymentId, total - known))
                                .flatMap(back -> tell(
                                        invoice.id(),
                                        attempt.provider(),
                                        reference(providerPaymentId, total),
                                        new Money(back, invoice.currency()))));
    }

    /** @param total what has gone back without a note of ours @return what of that is news; empty for nothing */
    Mono<Long> without(UUID invoiceId, String provider, String providerPaymentId, long total) {
        return returns.refunded(provider, providerPaymentId)
                .filter(known -> known < total)
                .flatMap(known -> returns.book(
                        invoiceId,
                        new TakenBack(
                                provider,
                                providerPaymentId,
                                TakenBack.Cause.REFUND,
                                reference(providerPaymentId, total),
                                total - known)));
    }

    private static String reference(String providerPaymentId, long total) {
        return providerPaymentId + ":" + total;
    }

    private Mono<Void> tell(UUID invoiceId, Provider provider, String reference, Money back) {
        return payments.returned(invoiceId, reference, back, Map.of())
                .then(audit.record(AuditEntry.of("invoice.refunded_at_provider", RequestFacts.NONE)
                        .on("invoice", invoiceId)
                        .with(Map.of(
                                "provider", provider.value(),
                                "reference", reference,
                                "amount_cents", Long.toString(back.cents()),
                                "currency", back.currency()))));
    }
}
