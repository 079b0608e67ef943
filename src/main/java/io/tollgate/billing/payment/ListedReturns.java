package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripePage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Compares the refunds or disputes that were made of late, and those that may have changed since.
 *
 * @param changeWithin how long after it was made one may still change
 * @param stripe lists them, those made since a time
 * @param listed what of one is compared
 */
record ListedReturns<T>(
        String name,
        int position,
        Duration changeWithin,
        Source<T> stripe,
        Function<T, ReturnsRepair.Listed> listed,
        ReturnsRepair.Comparison comparison,
        ReturnsRepair repair)
        implements DriftCheck {

    @FunctionalInterface
    interface Source<T> {
        Mono<StripePage<T>> since(Instant time, @Nullable String after);
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return stripe.since(run.since().minus(changeWithin), after).flatMap(page -> compare(page, run));
    }

    private Mono<Checked> compare(StripePage<T> page, Run run) {
        List<ReturnsRepair.Listed> all = page.data().stream().map(listed).toList();
        return repair.compare(all, comparison, run).thenReturn(new Checked(all.size(), page.next()));
    }
}
