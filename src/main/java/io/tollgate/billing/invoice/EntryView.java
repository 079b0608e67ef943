package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of an account's balance, as it goes out.
 *
 * @param amount in minor units, in favour of the customer above zero
 * @param note why an administrator made it
 */
record EntryView(
        UUID id,

        @Schema(allowableValues = {"credit", "wallet"}) String fund,

        @Schema(example = "-500") long amount,
        String currency,

        @Schema(allowableValues = {"invoice", "void", "credit_note", "overpayment", "adjustment"})
        String reason,

        @Nullable UUID invoiceId,
        @Nullable UUID creditNoteId,
        @Nullable String note,
        @Nullable UUID actorId,
        Instant createdAt) {

    static EntryView of(Balances.Booking booking) {
        return new EntryView(
                booking.id(),
                booking.fund(),
                booking.amount(),
                booking.currency(),
                booking.reason(),
                booking.invoiceId(),
                booking.creditNoteId(),
                booking.note(),
                booking.actorId(),
                booking.createdAt());
    }
}
