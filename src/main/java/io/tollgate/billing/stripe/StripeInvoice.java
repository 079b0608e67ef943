package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Invoice;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as Stripe has it.
 *
 * @param subscriptionId null for an invoice without one: its payment still counts
 * @param billingReason {@code subscription_create}, {@code subscription_cycle}, …: Stripe's word, since new ones come
 * @param amountPaid minor units
 * @param currency ISO 4217, upper case
 * @param periodStart of the service that is billed, not of the invoice, whose own period lies before it
 * @param hostedInvoiceUrl Stripe's page on which the invoice can be paid, and a payment confirmed with the bank
 * @param metadata of the subscription, as it was when the invoice became final
 * @param nextAttemptAt when Stripe tries again to collect it; null when it will not
 */
public record StripeInvoice(
        String id,
        @Nullable String number,
        Status status,
        @Nullable String customerId,
        @Nullable String subscriptionId,
        @Nullable String billingReason,
        long amountPaid,
        long amountDue,
        String currency,
        Instant periodStart,
        Instant periodEnd,
        @Nullable String hostedInvoiceUrl,
        @Nullable String pdf,
        Map<String, String> metadata,
        int attemptCount,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant paidAt,
        Instant createdAt) {

    public enum Status {
        DRAFT,
        OPEN,
        PAID,
        UNCOLLECTIBLE,
        VOID,
        UNKNOWN
    }

    static StripeInvoice from(JsonObject json) {
        Invoice invoice = StripeJson.read(json, Invoice.class);
        InvoiceLines lines = InvoiceLines.of(invoice, json);
        return new StripeInvoice(
                invoice.getId(),
                invoice.getNumber(),
                StripeWord.of(Status.class, invoice.getStatus(), Status.UNKNOWN),
                invoice.getCustomer(),
                lines.subscriptionId(),
                invoice.getBillingReason(),
                orZero(invoice.getAmountPaid()),
                orZero(invoice.getAmountDue()),
                invoice.getCurrency().toUpperCase(Locale.ROOT),
                lines.periodStart(),
                lines.periodEnd(),
                invoice.getHostedInvoiceUrl(),
                invoice.getInvoicePdf(),
                lines.subscriptionMetadata(),
                (int) orZero(invoice.getAttemptCount()),
                StripeTime.orNull(invoice.getNextPaymentAttempt()),
                invoice.getStatusTransitions() == null
                        ? null
                        : StripeTime.orNull(invoice.getStatusTransitions().getPaidAt()),
                StripeTime.of(invoice.getCreated()));
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
