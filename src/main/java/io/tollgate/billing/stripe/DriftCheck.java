package io.tollgate.billing.stripe;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Compares one kind of object at Stripe with ours, batch by batch, and repairs what differs with the code that events use.
 * Declared as a bean by the feature whose rows it compares. Any batch may be done again: a repaired difference is none.
 */
public interface DriftCheck {

    /** Unlike all others; stored with the place that a run has come to. */
    String name();

    /** Checks run one after the other, the lowest first. */
    int position();

    /** @param after what the batch before gave as its end; null for the first */
    Mono<Checked> batch(Run run, @Nullable String after);

    /**
     * One batch.
     *
     * @param count objects compared
     * @param next its end when there is more
     */
    record Checked(int count, @Nullable String next) {}

    /**
     * One reconciliation.
     *
     * @param since what happened before has been compared by an earlier one
     */
    record Run(UUID id, Instant since, Note note) {}

    /** Takes down a difference, in the transaction of its repair. */
    @FunctionalInterface
    interface Note {
        Mono<Void> take(Drift drift);
    }
}
