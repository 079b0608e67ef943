package io.tollgate.billing.subscription;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.plan.PlanView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change would cost.
 *
 * @param direction {@code upgrade}, {@code downgrade} or {@code sidegrade}, by what the plans cost per month
 * @param effectiveAt when it would take effect; null for at once
 * @param dueNowCents what would be charged at once, in the currency's minor unit, after the user's credit
 * @param creditCents what would be left as credit for later invoices
 * @param nextCents what each period costs from then on
 * @param countedFrom to be sent with the change, to be charged exactly this
 */
public record ChangePreview(
        @Schema(allowableValues = {"upgrade", "downgrade", "sidegrade"})
        String direction,

        PlanView plan,
        @Nullable Instant effectiveAt,
        @Schema(example = "1450") long dueNowCents,
        @Schema(example = "0") long creditCents,
        @Schema(example = "2900") long nextCents,
        String currency,
        @Nullable Instant countedFrom,
        List<Line> lines) {

    /** @param amountCents below zero for time given back */
    public record Line(
            @Schema(example = "Remaining time on Pro after 21 Nov 2026")
            String description,

            @Schema(example = "1450") long amountCents,
            @Nullable Instant periodStart,
            @Nullable Instant periodEnd) {}
}
