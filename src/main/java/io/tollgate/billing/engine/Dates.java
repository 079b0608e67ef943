package io.tollgate.billing.engine;

import java.time.Instant;

/** The moments that a subscription may begin and end at. What an instant and what PostgreSQL can hold beyond them no calendar can. */
final class Dates {

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Dates() {}

    static boolean within(Instant moment) {
        return !moment.isBefore(FIRST) && !moment.isAfter(LAST);
    }
}
