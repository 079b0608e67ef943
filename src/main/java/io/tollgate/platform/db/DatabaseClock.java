package io.tollgate.platform.db;

import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Holds what cannot be taken back, as the end of a subscription, an invoice or a deletion, to two clocks: the database's must have
 * reached it, and must not be ahead of this machine's. One clock alone that is wrong would do it for all, and too early: all nodes go
 * by the database's. Where test clocks are allowed, all clocks are trusted.
 */
@Component
public class DatabaseClock {

    private final boolean trusting;
    private final BooleanSupplier ahead;

    @Autowired
    DatabaseClock(@Value("${tollgate.billing.engine.test-clocks:false}") boolean trusting, ClockProbe probe) {
        this(trusting, probe::databaseIsAhead);
    }

    DatabaseClock(boolean trusting, BooleanSupplier ahead) {
        this.trusting = trusting;
        this.ahead = ahead;
    }

    /** On a machine that has the same time as the database. */
    public DatabaseClock(boolean trusting) {
        this(trusting, () -> false);
    }

    /** For SQL: whether a moment, an expression of type {@code timestamptz}, is at most minutes ahead. */
    public String reached(String moment) {
        return "(%s or %s and %s <= clock_timestamp() + interval '5 minutes')"
                .formatted(trusting, !ahead.getAsBoolean(), moment);
    }

    /** For SQL: the moment, or what time it is by the database where that is later. A node that slept does not know of it yet. */
    public String atLeastNow(String moment) {
        return trusting ? moment : "greatest(%s, clock_timestamp())".formatted(moment);
    }
}
