package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A credit note as it goes out. Amounts in minor units. */
record CreditNoteView(
        UUID id,
        @Schema(example = "CN-000007") String number,
        UUID invoiceId,
        @Nullable Integer line,
        String currency,
        String reason,
        long net,
        long tax,
        long total,
        long offsetAmount,
        long balanceAmount,
        long refundAmount,

        @Schema(allowableValues = {"pending", "succeeded", "failed"}) @Nullable String refundStatus,

        Instant issuedAt) {

    static CreditNoteView of(CreditNote note) {
        return new CreditNoteView(
                note.id(),
                note.number(),
                note.invoiceId(),
                note.line(),
                note.currency(),
                note.reason(),
                note.net(),
                note.tax(),
                note.total(),
                note.offsetAmount(),
                note.balanceAmount(),
                note.refundAmount(),
                note.refundStatus() == null ? null : note.refundStatus().value(),
                note.issuedAt());
    }
}
