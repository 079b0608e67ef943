package io.tollgate.billing.payment;

import io.tollgate.billing.payment.InvoiceReading.Collection;
import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoicePayment;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.subscription.SubscriptionReading;
import io.tollgate.billing.subscription.SubscriptionSync;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks Stripe for an invoice and all that hangs on it. To be done before the transaction. */
@Component
class InvoiceReader {

    private final StripeInvoices invoices;
    private final StripeCharges charges;
    private final SubscriptionSync subscriptions;
    private final PaymentRepository payments;

    InvoiceReader(
            StripeInvoices invoices,
            StripeCharges charges,
            SubscriptionSync subscriptions,
            PaymentRepository payments) {
        this.invoices = invoices;
        this.charges = charges;
        this.subscriptions = subscriptions;
        this.payments = payments;
    }

    Mono<InvoiceReading> read(String invoiceId) {
        return payments.nextReadOrder().flatMap(order -> retrieve(invoiceId).flatMap(invoice -> read(order, invoice)));
    }

    /** A draft may be deleted, and then there is nothing to tell of. */
    private Mono<StripeInvoice> retrieve(String invoiceId) {
        return invoices.retrieve(invoiceId)
                .onErrorMap(
                        StripeFailure.class,
                        failure -> failure.kind() == StripeFailure.Kind.NOT_FOUND
                                ? new IgnoredEvent("an invoice that is gone")
                                : failure);
    }

    private Mono<InvoiceReading> read(long order, StripeInvoice invoice) {
        return Mono.zip(
                subscription(invoice),
                collection(invoice),
                (subscription, collection) ->
                        new InvoiceReading(order, invoice, subscription.orElse(null), collection));
    }

    private Mono<Optional<SubscriptionReading>> subscription(StripeInvoice invoice) {
        return Mono.justOrEmpty(invoice.subscriptionId())
                .flatMap(subscriptions::read)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Collection> collection(StripeInvoice invoice) {
        if (invoice.amountDue() == 0 || invoice.status() == StripeInvoice.Status.DRAFT) {
            return Mono.just(Collection.NONE);
        }
        return invoices.payments(invoice.id())
                .filter(payment -> payment.paymentIntentId() != null)
                .collectList()
                .flatMap(payments -> Mono.justOrEmpty(decisive(payments)))
                .flatMap(payment -> collection(invoice, payment))
                .defaultIfEmpty(Collection.NONE);
    }

    /** The one that paid, or else the one that is being tried: the newest. */
    private static Optional<StripeInvoicePayment> decisive(List<StripeInvoicePayment> payments) {
        return payments.stream()
                .filter(payment -> "paid".equals(payment.status()))
                .findFirst()
                .or(() -> payments.stream().findFirst());
    }

    private Mono<Collection> collection(StripeInvoice invoice, StripeInvoicePayment payment) {
        String intent = Objects.requireNonNull(payment.paymentIntentId());
        Mono<String> status =
                invoice.status() == StripeInvoice.Status.OPEN ? charges.intentStatus(intent) : Mono.just("");
        return Mono.zip(
                status,
                charges.list(intent).collectList(),
                (is, tries) -> new Collection(intent, is.equals("requires_action"), is.equals("processing"), tries));
    }
}
