package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerMoments;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What collection does to a customer who is moved through time: attempts, looks at what became of them, what owing comes to. */
@Component
class CollectionMoments implements CustomerMoments {

    private final DueRepository due;
    private final Overdue overdue;
    private final Consequences consequences;
    private final Collecting collecting;
    private final Polling polling;

    CollectionMoments(
            DueRepository due, Overdue overdue, Consequences consequences, Collecting collecting, Polling polling) {
        this.due = due;
        this.overdue = overdue;
        this.consequences = consequences;
        this.collecting = collecting;
        this.polling = polling;
    }

    @Override
    public Mono<Instant> next(UUID userId, Instant latest) {
        return Flux.concat(due.next(userId, latest), overdue.next(userId, latest))
                .sort(Comparator.naturalOrder())
                .next();
    }

    @Override
    public Mono<Void> pass(UUID userId, Instant now) {
        return each(due.pollsOf(userId, now), id -> polling.poll(id, now))
                .then(each(due.attemptsOf(userId, now), id -> collecting.collect(id, now)))
                .then(consequences.follow(userId, now));
    }

    private static Mono<Void> each(Flux<UUID> found, Function<UUID, Mono<Void>> work) {
        return found.collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(work)
                .then();
    }
}
