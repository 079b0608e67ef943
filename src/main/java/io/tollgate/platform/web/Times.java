package io.tollgate.platform.web;

import java.time.DateTimeException;
import java.time.Instant;

/** Times that clients give: of the years 1 to 9999. The database has no room for all that Java takes for a time. */
public final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z").plusSeconds(1);

    private Times() {}

    /** Errors with {@link DateTimeException} for what is none: for who has words of their own for it. */
    public static Instant parse(String text) {
        Instant time = Instant.parse(text);
        if (!known(time)) {
            throw new DateTimeException("Out of range");
        }
        return time;
    }

    /** 422 on the field for what is none. */
    public static Instant parse(String field, String text) {
        try {
            return parse(text);
        } catch (DateTimeException _) {
            throw ApiException.invalid(field, "Must be a time like 2026-11-21T00:00:00Z");
        }
    }

    /** 422 on the field for a time that is out of range, or not after now. */
    public static void requireFuture(String field, Instant time, Instant now) {
        if (!known(time)) {
            throw ApiException.invalid(field, "Must be before the year 10000");
        }
        if (!time.isAfter(now)) {
            throw ApiException.invalid(field, "Must be in the future");
        }
    }

    private static boolean known(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }
}
