package io.tollgate.billing.engine;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.UserRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Moves a customer through time: everything that lies on the way happens in its order, each at its own time, before the clock goes
 * on. From the first move on only the customer's clock moves them.
 */
@Component
class TimeTravel {

    /** At most so far at once: each step on the way is worked through while the caller waits. */
    private static final Duration LONGEST = Duration.ofDays(800);

    private final CustomerClock clock;
    private final EngineRepository rows;
    private final UserRepository users;
    private final ObjectProvider<CustomerMoments> moments;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    TimeTravel(
            CustomerClock clock,
            EngineRepository rows,
            UserRepository users,
            ObjectProvider<CustomerMoments> moments,
            AuditLog audit,
            TransactionalOperator tx) {
        this.clock = clock;
        this.rows = rows;
        this.users = users;
        this.moments = moments;
        this.audit = audit;
        this.tx = tx;
    }

    /** @return the customer's time afterwards */
    Mono<Instant> to(UUID userId, Instant wished, AuditEntry entry) {
        Instant target = wished.truncatedTo(ChronoUnit.MICROS);
        return users.findById(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .then(begin(userId))
                .doOnNext(now -> check(now, target))
                .flatMap(_ -> walk(userId, target))
                .then(clock.set(userId, target))
                .then(audit.record(entry.on("user", userId)))
                .thenReturn(target);
    }

    private static void check(Instant now, Instant target) {
        if (target.isBefore(now) || target.isAfter(now.plus(LONGEST))) {
            throw ApiException.invalid(
                    "now",
                    "Must not be before the customer's time, nor more than " + LONGEST.toDays() + " days after it");
        }
    }

    /** The customer's time stands still from here on. */
    private Mono<Instant> begin(UUID userId) {
        return clock.now(userId)
                .map(now -> now.truncatedTo(ChronoUnit.MICROS))
                .delayUntil(now -> clock.set(userId, now).then(rows.clock(userId)))
                .as(tx::transactional);
    }

    private Mono<Void> walk(UUID userId, Instant target) {
        List<CustomerMoments> all = moments.orderedStream().toList();
        return step(all, userId, target)
                .expand(passed -> passed ? step(all, userId, target) : Mono.empty())
                .then();
    }

    /** False when nothing more lies on the way. */
    private Mono<Boolean> step(List<CustomerMoments> all, UUID userId, Instant target) {
        return Flux.fromIterable(all)
                .concatMap(one -> one.next(userId, target).map(at -> new Due(one, at)))
                .collectList()
                .flatMap(due -> due.stream()
                        .min(Comparator.comparing(Due::at))
                        .map(first -> pass(userId, first))
                        .orElseGet(() -> Mono.just(false)));
    }

    private record Due(CustomerMoments moments, Instant at) {}

    /** What was due before the clock was begun is done at the customer's present time. */
    private Mono<Boolean> pass(UUID userId, Due due) {
        return clock.set(userId, due.at())
                .then(clock.now(userId))
                .flatMap(now -> due.moments().pass(userId, now))
                .thenReturn(true);
    }
}
