package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.billing.stripe.StripeDisputes;
import io.tollgate.billing.stripe.StripeInvoicePayment;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripePaymentIntent;
import io.tollgate.billing.stripe.StripePaymentIntents;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Asks Stripe what went back of a payment. Neither a charge nor a payment intent names its invoice since 2025-03-31.basil: only the
 * invoice payments lead from one to the other.
 */
@Component
class ReturnsReader {

    /** Stands on each payment that is made for an invoice of our own. */
    private static final String OUR_INVOICE = "invoice_id";

    private final StripeRefunds refunds;
    private final StripeDisputes disputes;
    private final StripeCharges charges;
    private final StripePaymentIntents intents;
    private final StripeInvoices invoices;
    private final InvoiceReader reader;
    private final PaymentRepository payments;

    ReturnsReader(
            StripeRefunds refunds,
            StripeDisputes disputes,
            StripeCharges charges,
            StripePaymentIntents intents,
            StripeInvoices invoices,
            InvoiceReader reader,
            PaymentRepository payments) {
        this.refunds = refunds;
        this.disputes = disputes;
        this.charges = charges;
        this.intents = intents;
        this.invoices = invoices;
        this.reader = reader;
        this.payments = payments;
    }

    Mono<ReturnsReading> ofRefund(String refundId) {
        return refunds.retrieve(refundId).flatMap(refund -> ofIntent(refund.paymentIntentId(), refund.chargeId()));
    }

    Mono<ReturnsReading> ofDispute(String disputeId) {
        return disputes.retrieve(disputeId).flatMap(dispute -> ofIntent(dispute.paymentIntentId(), dispute.chargeId()));
    }

    Mono<ReturnsReading> ofCharge(String chargeId) {
        return ofIntent(null, chargeId);
    }

    Mono<ReturnsReading> ofIntent(@Nullable String intentId, @Nullable String chargeId) {
        return Mono.justOrEmpty(intentId)
                .switchIfEmpty(Mono.defer(() -> intentOfCharge(chargeId)))
                .switchIfEmpty(Mono.error(() -> new IgnoredEvent("money that was taken without a payment intent")))
                .flatMap(this::ofIntent);
    }

    private Mono<String> intentOfCharge(@Nullable String chargeId) {
        return Mono.justOrEmpty(chargeId)
                .flatMap(charges::retrieve)
                .flatMap(charge -> Mono.justOrEmpty(charge.paymentIntentId()));
    }

    Mono<ReturnsReading> ofIntent(String intentId) {
        return payments.nextReadOrder()
                .flatMap(order -> payments.findByIntent(intentId)
                        .filter(payment -> payment.status().collected())
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(known -> known.isPresent()
                                ? returns(order, intentId, known.get().providerInvoiceId(), null)
                                : unknown(order, intentId)));
    }

    private Mono<ReturnsReading> unknown(long order, String intentId) {
        return invoices.ofIntent(intentId)
                .map(StripeInvoicePayment::invoiceId)
                .next()
                .flatMap(reader::read)
                .flatMap(invoice -> returns(order, intentId, invoice.invoice().id(), invoice))
                .switchIfEmpty(Mono.defer(() -> ofOurs(order, intentId)));
    }

    /** It paid an invoice of our own, and is not booked yet, or was not the one that was needed. */
    private Mono<ReturnsReading> ofOurs(long order, String intentId) {
        return intents.retrieve(intentId)
                .flatMap(intent -> Mono.justOrEmpty(invoiceOf(intent)))
                .flatMap(payments::find)
                .switchIfEmpty(Mono.error(() -> new IgnoredEvent("a payment of no invoice")))
                .flatMap(payment -> returns(order, intentId, payment.providerInvoiceId(), null));
    }

    private static Optional<UUID> invoiceOf(StripePaymentIntent intent) {
        try {
            return Optional.ofNullable(intent.metadata().get(OUR_INVOICE)).map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Mono<ReturnsReading> returns(
            long order, String intentId, String invoiceId, @Nullable InvoiceReading invoice) {
        return Mono.zip(
                refunds.list(intentId)
                        .sort(Comparator.comparing(StripeRefund::createdAt))
                        .collectList(),
                disputes.list(intentId)
                        .sort(Comparator.comparing(StripeDispute::createdAt))
                        .collectList(),
                (given, contested) -> new ReturnsReading(order, intentId, invoiceId, invoice, given, contested));
    }
}
