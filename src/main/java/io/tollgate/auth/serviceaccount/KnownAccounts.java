package io.tollgate.auth.serviceaccount;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The service accounts this node has lately met: producers send thousands of requests a second, and none of them asks the database
 * but the first. What changes on any node is dropped here: at once through Redis, within a second by looking for changes. Only
 * accounts that exist get in, so nobody can fill it.
 */
@Component
class KnownAccounts {

    /** Should both ways of hearing of a change fail. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** A wrong secret may be one from a moment ago that this node has not heard of; it makes the node look once in this time. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final KnownAccountRepository repository;
    private final Clock clock;

    private final Map<UUID, KnownAccount> accounts = new ConcurrentHashMap<>();
    private final Map<UUID, Reading> readings = new ConcurrentHashMap<>();
    private volatile long readUpTo;

    KnownAccounts(KnownAccountRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Empty when there is no such account. */
    Mono<KnownAccount> find(UUID id) {
        KnownAccount known = accounts.get(id);
        return known != null && isYounger(known, KEPT) ? Mono.just(known) : read(id);
    }

    /** The account as the database has it, unless this one was read a moment ago. */
    Mono<KnownAccount> again(KnownAccount known) {
        return isYounger(known, SETTLED) ? Mono.just(known) : read(known.id());
    }

    void drop(Collection<UUID> changed) {
        for (UUID id : changed) {
            // In this order: a reading from before the change must not put back what is dropped.
            readings.remove(id);
            accounts.remove(id);
        }
    }

    /** Drops what has changed since the last time. */
    Mono<Void> catchUp() {
        return Mono.defer(() -> repository.since(readUpTo))
                .doOnNext(changes -> {
                    drop(changes.accounts());
                    readUpTo = changes.oldestOpen();
                })
                .then();
    }

    private boolean isYounger(KnownAccount known, Duration age) {
        return known.readAt().plus(age).isAfter(clock.instant());
    }

    private Mono<KnownAccount> read(UUID id) {
        return Mono.defer(() -> readings.computeIfAbsent(id, Reading::new).result);
    }

    /** One query, however many requests wait for its answer. */
    private final class Reading {

        private final Mono<KnownAccount> result;

        Reading(UUID id) {
            this.result = repository
                    .find(id)
                    .doOnNext(this::keep)
                    .doFinally(_ -> readings.remove(id, this))
                    .cache();
        }

        private void keep(KnownAccount read) {
            var _ = readings.computeIfPresent(read.id(), (id, latest) -> {
                if (latest == this) {
                    accounts.put(id, read);
                }
                return latest;
            });
        }
    }
}
