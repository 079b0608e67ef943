package io.tollgate.stripeemulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import tools.jackson.databind.JsonNode;

/** Billing periods: each end is counted from the anchor, so that 31 January is followed by 28 February and 31 March. */
final class Periods {
    private Periods() {}

    /** The first period boundary after {@code time}, all in epoch seconds. */
    static long endAfter(long time, long anchor, JsonNode recurring) {
        var start = Instant.ofEpochSecond(anchor).atZone(ZoneOffset.UTC);
        for (long count = 0; ; count++) {
            long boundary = plus(start, recurring, count).toEpochSecond();
            if (boundary > time) {
                return boundary;
            }
        }
    }

    private static ZonedDateTime plus(ZonedDateTime start, JsonNode recurring, long count) {
        long intervals = count * Json.number(recurring, "interval_count");
        return switch (Json.string(recurring, "interval")) {
            case "day" -> start.plusDays(intervals);
            case "week" -> start.plusWeeks(intervals);
            case "year" -> start.plusYears(intervals);
            default -> start.plusMonths(intervals);
        };
    }
}
