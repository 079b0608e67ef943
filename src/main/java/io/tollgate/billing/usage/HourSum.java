package io.tollgate.billing.usage;

import io.tollgate.billing.pricing.Aggregation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What some events of one hour add up to; to be added to what the hour has.
 *
 * @param lowest of a metric that asks for it; else null
 * @param last the latest; of those of the same moment, the one with the highest name
 * @param sequence of the one that was added last
 */
record HourSum(
        Hour hour,
        long events,
        BigDecimal total,
        BigDecimal highest,
        @Nullable BigDecimal lowest,
        Instant firstAt,
        Placed last,
        long sequence) {

    /** What is added up apart. */
    record Hour(UUID subscriptionId, UUID metricId, Instant start, String facet) {

        static Hour of(Placed event) {
            return new Hour(
                    event.subscriptionId(),
                    event.report().metric().id(),
                    event.hour(),
                    event.report().facet());
        }
    }

    /** @param events in the order in which they are added */
    static Collection<HourSum> of(List<Numbered> events) {
        Map<Hour, HourSum> sums = new LinkedHashMap<>();
        events.forEach(event -> sums.merge(Hour.of(event.event()), one(event), HourSum::plus));
        return sums.values();
    }

    /** @param sequence its number in the subscription */
    record Numbered(Placed event, long sequence) {}

    private static HourSum one(Numbered numbered) {
        Placed event = numbered.event();
        BigDecimal value = event.report().value();
        BigDecimal lowest = event.report().metric().aggregation() == Aggregation.MIN ? value : null;
        return new HourSum(Hour.of(event), 1, value, value, lowest, event.at(), event, numbered.sequence());
    }

    private HourSum plus(HourSum later) {
        return new HourSum(
                hour,
                events + later.events,
                total.add(later.total),
                highest.max(later.highest),
                lowest == null || later.lowest == null ? null : lowest.min(later.lowest),
                firstAt.isBefore(later.firstAt) ? firstAt : later.firstAt,
                isAfter(last, later.last) ? last : later.last,
                Math.max(sequence, later.sequence));
    }

    private static boolean isAfter(Placed one, Placed other) {
        int order = one.at().compareTo(other.at());
        return order != 0
                ? order > 0
                : one.report().transactionId().compareTo(other.report().transactionId()) > 0;
    }
}
