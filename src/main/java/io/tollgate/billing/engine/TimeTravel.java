package io.tollgate.billing.engine;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
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
    private final Ids ids;

    TimeTravel(
            CustomerClock clock,
            EngineRepository rows,
            UserRepository users,
            ObjectProvider<CustomerMoments> moments,
            AuditLog audit,
            TransactionalOperator tx,
            Ids ids) {
        this.clock = clock;
        this.rows = rows;
        this.users = users;
        this.moments = moments;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
    }

    /** @return the customer's time afterwards; 409 {@code test_clock_moving} while another request moves the customer */
    Mono<Instant> to(UUID userId, Instant wished, AuditEntry entry) {
        Instant target = wished.truncatedTo(ChronoUnit.MICROS);
        UUID mover = ids.next();
        return users.findById(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .then(Mono.usingWhen(
                        begin(userId, mover),
                        now -> move(userId, mover, now, target),
                        _ -> clock.release(userId, mover)))
                .then(audit.record(entry.on("user", userId)))
                .thenReturn(target);
    }

    private Mono<Void> move(UUID userId, UUID mover, Instant now, Instant target) {
        check(now, target);
        return walk(userId, mover, target).then(set(userId, mover, target));
    }

    /** Somebody else may have taken over, if this took very long. */
    private Mono<Void> set(UUID userId, UUID mover, Instant now) {
        return clock.set(userId, mover, now).flatMap(still -> still ? Mono.empty() : Mono.error(TimeTravel::moving));
    }

    private static ApiException moving() {
        return new ApiException(ErrorCode.TEST_CLOCK_MOVING);
    }

    private static void check(Instant now, Instant target) {
        if (target.isBefore(now) || target.isAfter(now.plus(LONGEST))) {
            throw ApiException.invalid(
                    "now",
                    "Must not be before the customer's time, nor more than " + LONGEST.toDays() + " days after it");
        }
    }

    private Mono<Instant> begin(UUID userId, UUID mover) {
        return clock.now(userId)
                .map(now -> now.truncatedTo(ChronoUnit.MICROS))
                .filterWhen(now -> clock.take(userId, mover, now))
                .switchIfEmpty(Mono.error(TimeTravel::moving))
                .then(rows.clock(userId))
                .then(clock.now(userId))
                .as(tx::transactional);
    }

    private Mono<Void> walk(UUID userId, UUID mover, Instant target) {
        List<CustomerMoments> all = moments.orderedStream().toList();
        return step(all, userId, mover, target)
                .expand(passed -> passed ? step(all, userId, mover, target) : Mono.empty())
                .then();
    }

    /** False when nothing more lies on the way. */
    private Mono<Boolean> step(List<CustomerMoments> all, UUID userId, UUID mover, Instant target) {
        return Flux.fromIterable(all)
                .concatMap(one -> one.next(userId, target).map(at -> new Due(one, at)))
                .collectList()
                .flatMap(due -> due.stream()
                        .min(Comparator.comparing(Due::at))
                        .map(first -> pass(userId, mover, first))
                        .orElseGet(() -> Mono.just(false)));
    }

    private record Due(CustomerMoments moments, Instant at) {}

    /** What was due before the clock was begun is done at the customer's present time. */
    private Mono<Boolean> pass(UUID userId, UUID mover, Due due) {
        return set(userId, mover, due.at())
                .then(clock.now(userId))
                .flatMap(now -> due.moments().pass(userId, now))
                .thenReturn(true);
    }
}
