package io.tollgate.platform.db;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Holds what cannot be taken back, as the end of a subscription, an invoice or a deletion, to the clock of the database: a node whose own runs ahead
 * would do it for all, and too early. Where test clocks are allowed, all clocks are trusted.
 */
@Component
public class DatabaseClock {

    private final boolean trusting;

    public DatabaseClock(@Value("${tollgate.billing.engine.test-clocks:false}") boolean trusting) {
        this.trusting = trusting;
    }

    /** For SQL: whether a moment, an expression of type {@code timestamptz}, is at most minutes ahead. */
    public String reached(String moment) {
        return "(%s or %s <= clock_timestamp() + interval '5 minutes')".formatted(trusting, moment);
    }
}
