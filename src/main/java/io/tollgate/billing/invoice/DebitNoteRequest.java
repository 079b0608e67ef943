package io.tollgate.billing.invoice;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * Body of {@code POST /admin/invoices/{id}/debit-notes}.
 *
 * @param amount before tax, in minor units
 * @param reason stands on the note
 */
record DebitNoteRequest(
        @NotNull @Positive @Max(Text.MOST) Long amount,

        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Text.LINE, message = Text.MESSAGE) String reason) {}
