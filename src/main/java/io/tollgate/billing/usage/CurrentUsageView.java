package io.tollgate.billing.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was used and not billed yet, and what the next invoice would ask for it if nothing else were used.
 *
 * @param countedFrom the beginning of the period, or of the plan in force within it: usage before has been billed
 * @param charges in the order of the invoice's lines
 */
record CurrentUsageView(
        UUID subscriptionId,
        Instant periodStart,
        Instant periodEnd,
        Instant countedFrom,
        @Schema(example = "USD") String currency,
        List<Line> charges) {

    /**
     * What one charge counts.
     *
     * @param quantity a decimal number, as a text
     * @param amount in minor units, minimum and maximum included; nothing in a trial; null when it is more than can be billed
     */
    record Line(
            UUID chargeId,
            @Schema(example = "traffic") String metric,
            @Schema(example = "Traffic in Europe") String name,
            @Schema(example = "GB") String unit,
            @Schema(example = "{\"region\": [\"eu\"]}") Map<String, List<String>> filters,
            @Schema(example = "1234.5") String quantity,
            @Schema(example = "77") long events,
            @Schema(example = "2469") @Nullable Long amount) {

        static Line of(PlanCharge charge, Usage usage, @Nullable Long amount) {
            return new Line(
                    charge.id(),
                    charge.metric().code(),
                    charge.name(),
                    charge.metric().unit(),
                    charge.filters().values(),
                    text(usage),
                    usage.events(),
                    amount);
        }

        private static String text(Usage usage) {
            return usage.quantity().signum() == 0
                    ? "0"
                    : usage.quantity().stripTrailingZeros().toPlainString();
        }
    }

    static CurrentUsageView of(Metered subscription, Period period, Instant since, String currency, List<Line> lines) {
        return new CurrentUsageView(subscription.id(), period.start(), period.end(), since, currency, lines);
    }
}
