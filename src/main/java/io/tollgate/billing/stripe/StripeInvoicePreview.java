package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice would say.
 *
 * @param amountDue minor units, after the customer's credit
 * @param total minor units, before it; below zero for a credit
 * @param currency ISO 4217, upper case
 */
public record StripeInvoicePreview(long amountDue, long total, String currency, List<Line> lines) {

    /** @param amount minor units; below zero for time given back */
    public record Line(
            String description,
            long amount,
            @Nullable Instant periodStart,
            @Nullable Instant periodEnd) {}

    static StripeInvoicePreview from(JsonObject json) {
        Invoice invoice = StripeJson.read(json, Invoice.class);
        return new StripeInvoicePreview(
                orZero(invoice.getAmountDue()),
                orZero(invoice.getTotal()),
                invoice.getCurrency().toUpperCase(Locale.ROOT),
                Stream.ofNullable(invoice.getLines())
                        .flatMap(lines -> lines.getData().stream())
                        .map(StripeInvoicePreview::line)
                        .toList());
    }

    private static Line line(InvoiceLineItem line) {
        InvoiceLineItem.Period period = line.getPeriod();
        return new Line(
                line.getDescription() == null ? "" : line.getDescription(),
                orZero(line.getAmount()),
                period == null ? null : StripeTime.orNull(period.getStart()),
                period == null ? null : StripeTime.orNull(period.getEnd()));
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
