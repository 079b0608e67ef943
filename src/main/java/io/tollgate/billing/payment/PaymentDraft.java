package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.time.Ids;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes our row of what an invoice says. */
@Component
class PaymentDraft {

    private final Ids ids;

    PaymentDraft(Ids ids) {
        this.ids = ids;
    }

    /** Empty while there is nothing to tell of: a draft, or an invoice that was voided before anybody heard of it. */
    Optional<Payment> of(InvoiceReading reading, UUID userId, @Nullable UUID subscriptionId, @Nullable Payment before) {
        StripeInvoice invoice = reading.invoice();
        return status(reading, before)
                .map(status -> new Payment(
                        ids.next(),
                        userId,
                        subscriptionId,
                        Provider.STRIPE,
                        invoice.id(),
                        reading.collection().paymentIntentId(),
                        new Money(amount(invoice, status), invoice.currency()),
                        status,
                        invoice.billingReason(),
                        invoice.attemptCount(),
                        status == PaymentStatus.FAILED ? invoice.attemptCount() : 0,
                        0,
                        reading.collection().receiptUrl(),
                        invoice.paidAt(),
                        invoice.createdAt(),
                        reading.order()));
    }

    private static long amount(StripeInvoice invoice, PaymentStatus status) {
        return status == PaymentStatus.SUCCEEDED ? invoice.amountPaid() : invoice.amountDue();
    }

    private static Optional<PaymentStatus> status(InvoiceReading reading, @Nullable Payment before) {
        StripeInvoice invoice = reading.invoice();
        boolean failed = invoice.attemptCount() > 0 && !reading.collection().underWay();
        return switch (invoice.status()) {
            case PAID -> Optional.of(PaymentStatus.SUCCEEDED);
            case OPEN, UNCOLLECTIBLE -> Optional.of(failed ? PaymentStatus.FAILED : PaymentStatus.PENDING);
            case VOID ->
                before == null && invoice.attemptCount() == 0 ? Optional.empty() : Optional.of(PaymentStatus.CANCELED);
            case DRAFT, UNKNOWN -> Optional.empty();
        };
    }
}
