package io.tollgate.billing.subscription;

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
record ChangePreview(
        String direction,
        PlanView plan,
        @Nullable Instant effectiveAt,
        long dueNowCents,
        long creditCents,
        long nextCents,
        String currency,
        @Nullable Instant countedFrom,
        List<Line> lines) {

    /** @param amountCents below zero for time given back */
    record Line(
            String description,
            long amountCents,
            @Nullable Instant periodStart,
            @Nullable Instant periodEnd) {}
}
