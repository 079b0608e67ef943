package io.tollgate.billing.collection;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.invoice.CreditNote;
import java.util.UUID;

/** A credit note whose money has gone back. */
record ReturnedView(
        UUID id,
        UUID invoiceId,
        @Schema(example = "CN-000007") String number,
        @Schema(example = "500") long refundCents,
        @Schema(example = "USD") String currency,
        @Schema(example = "succeeded") String refundStatus) {

    static ReturnedView of(CreditNote note) {
        return new ReturnedView(
                note.id(), note.invoiceId(), note.number(), note.refundAmount(), note.currency(), "succeeded");
    }
}
