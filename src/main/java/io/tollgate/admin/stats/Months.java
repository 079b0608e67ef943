package io.tollgate.admin.stats;

import io.tollgate.platform.web.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.springframework.web.reactive.function.server.ServerRequest;

/** {@code ?from=2026-01&to=2026-12}: calendar months in UTC, both included. The last twelve where nothing is said. */
record Months(YearMonth from, YearMonth to) {

    private static final int DEFAULT = 12;
    private static final int MOST = 36;
    private static final YearMonth EARLIEST = YearMonth.of(2000, 1);

    /** 422 for what is no month, lies ahead, or is more than three years. */
    static Months of(ServerRequest request, Clock clock) {
        YearMonth now = YearMonth.now(clock);
        YearMonth to = month(request, "to", now);
        if (to.isAfter(now) || to.isBefore(EARLIEST)) {
            throw ApiException.invalid("to", "Must not lie ahead, nor before " + EARLIEST);
        }
        YearMonth from = month(request, "from", to.minusMonths(DEFAULT - 1));
        if (from.isAfter(to) || from.isBefore(EARLIEST)) {
            throw ApiException.invalid("from", "Must not be after to, nor before " + EARLIEST);
        }
        Months months = new Months(from, to);
        if (months.count() > MOST) {
            throw ApiException.invalid("from", "At most " + MOST + " months at once");
        }
        return months;
    }

    int count() {
        return (int) ChronoUnit.MONTHS.between(from, to) + 1;
    }

    Instant start() {
        return from.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static YearMonth month(ServerRequest request, String name, YearMonth otherwise) {
        String text = request.queryParam(name).orElse("");
        try {
            return text.isEmpty() ? otherwise : YearMonth.parse(text);
        } catch (DateTimeParseException _) {
            throw ApiException.invalid(name, "Must be a month like 2026-11");
        }
    }
}
