package io.tollgate.billing.plan;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Something small of the database that is wanted often, kept in memory. Read by one request at a time, at most every five
 * minutes and after {@link #forget()}; while the database is down, what was known goes on being said.
 */
public final class Reading<T> {

    private static final Duration FRESH = Duration.ofMinutes(5);

    /** When the database did not answer, it is asked again after this. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Supplier<Mono<T>> source;
    private final Clock clock;
    private final AtomicReference<@Nullable Shelf> shelf = new AtomicReference<>();

    /** @param source reads anew, each time it is subscribed to */
    public Reading(Supplier<Mono<T>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** What is known, or soon will be. */
    public Mono<T> get() {
        Shelf current = shelf.get();
        if (current == null || current.staleAt <= clock.millis()) {
            Shelf next = new Shelf(current == null ? null : current.known);
            return shelf.compareAndSet(current, next) ? next.content : latest(next).content;
        }
        return current.content;
    }

    /** A reading that is under way is not kept: it may be older than the change. */
    public void forget() {
        shelf.set(null);
    }

    private Shelf latest(Shelf otherwise) {
        Shelf latest = shelf.get();
        return latest == null ? otherwise : latest;
    }

    /** One reading, shared by all who came while it lasts and after. */
    private final class Shelf {

        private final Mono<T> content;
        private volatile @Nullable T known;
        private volatile long staleAt = clock.millis() + FRESH.toMillis();

        /** @param before what to go on saying should the database not answer */
        Shelf(@Nullable T before) {
            this.known = before;
            this.content = Mono.defer(source)
                    .doOnNext(read -> known = read)
                    .onErrorResume(this::standIn)
                    .cache();
        }

        private Mono<T> standIn(Throwable fault) {
            T before = known;
            staleAt = clock.millis() + (before == null ? 0 : PAUSE.toMillis());
            return before == null ? Mono.error(fault) : Mono.just(before);
        }
    }
}
