package io.tollgate.billing.pricing;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/**
 * A discount on an invoice.
 *
 * @param codes of the metrics or plans it is for; not looked at when general
 * @param since when the customer got it: older ones go first
 */
public record Coupon(String id, Scope scope, Set<String> codes, Discount discount, Instant since) {

    /** Narrow ones go first, so that a general one is not used up where a narrow one would do. */
    public enum Scope {
        METRIC,
        PLAN,
        GENERAL
    }

    static final Comparator<Coupon> ORDER =
            Comparator.comparing(Coupon::scope).thenComparing(Coupon::since).thenComparing(Coupon::id);

    public Coupon {
        codes = Set.copyOf(codes);
    }

    /** Credits are not discounted: what was given back was already less by the discount. */
    boolean appliesTo(Fee fee) {
        return fee.amount() > 0
                && switch (scope) {
                    case METRIC -> fee.metric() != null && codes.contains(fee.metric());
                    case PLAN -> fee.plan() != null && codes.contains(fee.plan());
                    case GENERAL -> true;
                };
    }
}
