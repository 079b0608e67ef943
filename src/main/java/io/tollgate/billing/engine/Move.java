package io.tollgate.billing.engine;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to a subscription at a moment.
 *
 * @param at when it takes effect; of what comes by itself, its boundary
 * @param toVersion the plan it goes to; null for none
 * @param now the customer's present time, from which an invoice's due date is counted; later than {@code at} when a boundary was missed
 */
record Move(
        EngineSubscription of,
        What what,
        Instant at,
        @Nullable UUID toVersion,
        Instant now) {

    /** What it is. */
    enum What {
        /** The end of a period or trial. */
        BOUNDARY,
        CHANGE,
        CANCEL,
        /** The end for want of payment. */
        LAPSE,
        PAUSE,
        RESUME,
        /** What of a period was not asked for while nothing was paid. */
        BILL_REST
    }

    /** What comes by itself. */
    static Move boundary(EngineSubscription due, Instant now) {
        Instant at = due.course().nextRunAt();
        if (at == null) {
            throw new IllegalStateException("Nothing is due of " + due.id());
        }
        return new Move(due, What.BOUNDARY, at, due.course().ahead(), now);
    }

    /** The same, of the subscription as it is better known. */
    Move with(EngineSubscription known) {
        return new Move(known, what, at, toVersion, now);
    }

    /** The version in force afterwards. */
    UUID nextVersionId() {
        return toVersion == null ? of.versionId() : toVersion;
    }

    /**
     * What it ends: the usage of this is billed. Empty in a trial, whose usage is free, in a pause, and after the end unless that was
     * left unbilled.
     */
    Stretch ending() {
        boolean nothing = of.trialing() || of.paused() || !of.live() && !of.unbilled();
        Instant to = nothing ? of.course().since() : at;
        return Stretch.of(of, to);
    }
}
