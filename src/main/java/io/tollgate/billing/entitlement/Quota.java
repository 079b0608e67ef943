package io.tollgate.billing.entitlement;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How often a metered feature may be used.
 *
 * @param limit null for without limit
 * @param hard whether a use beyond the limit is refused, or counted as overage
 */
record Quota(@Nullable Long limit, boolean hard, Reset reset) {

    /** When the count starts again. */
    enum Reset {
        /** With each renewal; at the turn of the month for what has no billing period. */
        BILLING_PERIOD,
        /** In UTC. */
        CALENDAR_MONTH,
        NEVER;

        /** As stored and shown. */
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Reset of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }
}
