package io.tollgate.billing.stripe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which subscription an invoice is for, and which time it bills. Since 2025-03-31.basil the invoice says so under
 * {@code parent}; an invoice of prorations only says so on some line, not always on the first; older versions said so on the
 * invoice itself.
 */
record InvoiceLines(Invoice invoice, List<InvoiceLineItem> lines, JsonObject json) {

    static InvoiceLines of(Invoice invoice, JsonObject json) {
        return new InvoiceLines(
                invoice,
                invoice.getLines() == null || invoice.getLines().getData() == null
                        ? List.of()
                        : invoice.getLines().getData(),
                json);
    }

    @Nullable String subscriptionId() {
        return fromParent()
                .or(() -> lines.stream().flatMap(InvoiceLines::fromLine).findFirst())
                .or(this::fromLegacyField)
                .orElse(null);
    }

    Map<String, String> subscriptionMetadata() {
        return details()
                .map(details -> StripeMetadata.of(details.getMetadata()))
                .orElseGet(Map::of);
    }

    Instant periodStart() {
        return lastLine()
                .map(period -> StripeTime.of(period.getStart()))
                .orElseGet(() -> StripeTime.of(invoice.getPeriodStart()));
    }

    Instant periodEnd() {
        return lastLine()
                .map(period -> StripeTime.of(period.getEnd()))
                .orElseGet(() -> StripeTime.of(invoice.getPeriodEnd()));
    }

    private Optional<Invoice.Parent.SubscriptionDetails> details() {
        return Optional.ofNullable(invoice.getParent()).map(Invoice.Parent::getSubscriptionDetails);
    }

    private Optional<String> fromParent() {
        return details().map(Invoice.Parent.SubscriptionDetails::getSubscription);
    }

    private static Stream<String> fromLine(InvoiceLineItem line) {
        InvoiceLineItem.Parent parent = line.getParent();
        if (parent == null) {
            return Stream.ofNullable(line.getSubscription());
        }
        return Stream.of(
                        Optional.ofNullable(parent.getSubscriptionItemDetails())
                                .map(InvoiceLineItem.Parent.SubscriptionItemDetails::getSubscription),
                        Optional.ofNullable(parent.getInvoiceItemDetails())
                                .map(InvoiceLineItem.Parent.InvoiceItemDetails::getSubscription),
                        Optional.ofNullable(line.getSubscription()))
                .flatMap(Optional::stream);
    }

    private Optional<String> fromLegacyField() {
        return Optional.ofNullable(json.get("subscription")).flatMap(InvoiceLines::id);
    }

    private static Optional<String> id(JsonElement field) {
        if (field.isJsonPrimitive()) {
            return Optional.of(field.getAsString());
        }
        return field instanceof JsonObject expanded && expanded.has("id")
                ? Optional.of(expanded.get("id").getAsString())
                : Optional.empty();
    }

    /** The line whose service ends last: prorations of the running period end with it or before. */
    private Optional<InvoiceLineItem.Period> lastLine() {
        return lines.stream()
                .map(InvoiceLineItem::getPeriod)
                .filter(Objects::nonNull)
                .filter(period -> period.getStart() != null && period.getEnd() != null)
                .max(Comparator.comparing(InvoiceLineItem.Period::getEnd));
    }
}
