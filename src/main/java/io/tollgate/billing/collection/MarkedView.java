package io.tollgate.billing.collection;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.invoice.Invoice;
import java.util.Objects;
import java.util.UUID;

/** An invoice after a payment was noted. */
record MarkedView(
        UUID id,
        @Schema(example = "INV-2026-000042") String number,
        @Schema(example = "paid") String status,
        @Schema(example = "1900") long amountPaidCents,
        @Schema(example = "0") long amountOpenCents,
        String currency) {

    static MarkedView of(Invoice invoice) {
        return new MarkedView(
                invoice.id(),
                Objects.requireNonNull(invoice.number()),
                invoice.status().value(),
                invoice.amountPaid(),
                invoice.amountOpen(),
                invoice.currency());
    }
}
