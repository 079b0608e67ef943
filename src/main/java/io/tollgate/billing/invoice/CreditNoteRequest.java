package io.tollgate.billing.invoice;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /admin/invoices/{id}/credit-notes}.
 *
 * @param line position of the line it corrects; null for the invoice as a whole
 * @param amount before tax, in minor units; null for all that is left
 * @param refund whether what was paid goes back to where it came from; else to the account's credit
 */
record CreditNoteRequest(
        @Nullable @Positive Integer line,

        @Nullable @Positive @Max(Text.MOST) Long amount,

        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Text.LINE, message = Text.MESSAGE) String reason,

        @Nullable Boolean refund) {

    CreditNotes.Wish wish() {
        return new CreditNotes.Wish(line, amount, reason.strip(), refund != null && refund);
    }
}
