package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;

/** How the events of a period become one quantity. All look at when an event happened, none at when it arrived. */
public enum Aggregation {

    /** How many events. */
    COUNT {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            return BigDecimal.valueOf(events.count());
        }
    },

    SUM {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            return events.map(UsageEvent::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    },

    /** The largest value; 0 without events. */
    MAX {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            return events.map(UsageEvent::value).reduce(BigDecimal::max).orElse(BigDecimal.ZERO);
        }
    },

    /** The smallest value; 0 without events. */
    MIN {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            return events.map(UsageEvent::value).reduce(BigDecimal::min).orElse(BigDecimal.ZERO);
        }
    },

    /** The mean of the values, each event as much as any other; 0 without events. */
    AVG {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            List<BigDecimal> values = events.map(UsageEvent::value).toList();
            return mean(values.stream().reduce(BigDecimal.ZERO, BigDecimal::add), values.size());
        }
    },

    /** How many different keys. */
    UNIQUE {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            return BigDecimal.valueOf(events.map(UsageEvent::key).distinct().count());
        }
    },

    /** The last value; 0 without events. */
    LATEST {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            return events.max(UsageEvent.IN_TIME).map(UsageEvent::value).orElse(BigDecimal.ZERO);
        }
    },

    /** Each event adds to or takes from a level; the quantity is the level's mean over the period's time. */
    WEIGHTED_SUM {
        @Override
        BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried) {
            return WeightedSum.mean(events, period, carried);
        }
    };

    abstract BigDecimal quantity(Stream<UsageEvent> events, Period period, BigDecimal carried);

    /** What {@link #AVG} makes of a sum; 0 without events. */
    public static BigDecimal mean(BigDecimal total, long events) {
        return events == 0
                ? BigDecimal.ZERO
                : total.divide(BigDecimal.valueOf(events), WeightedSum.SCALE, RoundingMode.HALF_UP);
    }

    /** Whether the quantities of parts of a period add up to the period's; else it is one number, such as the largest. */
    public boolean additive() {
        return this == COUNT || this == SUM || this == WEIGHTED_SUM;
    }

    /**
     * Aggregates the events that lie within the period; others are left out.
     *
     * @param events in any order
     * @param carried the level at the period's start, for {@link #WEIGHTED_SUM}: what {@link #level} said of the period before
     */
    public Usage over(Period period, BigDecimal carried, List<UsageEvent> events) {
        List<UsageEvent> inside = events.stream()
                .filter(event -> period.contains(event.at()))
                .sorted(UsageEvent.IN_TIME)
                .toList();
        List<BigDecimal> values = inside.stream().map(UsageEvent::value).toList();
        return new Usage(
                quantity(inside.stream(), period, carried),
                inside.size(),
                this == SUM ? Usage.corrections(values) : 0,
                values,
                null);
    }

    /** What a {@link #WEIGHTED_SUM} carries into the next period; every other aggregation begins again at 0. */
    public BigDecimal level(Period period, BigDecimal carried, List<UsageEvent> events) {
        if (this != WEIGHTED_SUM) {
            return BigDecimal.ZERO;
        }
        return events.stream()
                .filter(event -> period.contains(event.at()))
                .map(UsageEvent::value)
                .reduce(carried, BigDecimal::add);
    }
}
