package io.tollgate.platform.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Enqueues what comes round, on nodes with the role {@code scheduler}; for each time, one of them does. */
@Component
class ScheduleTicker extends BackgroundWork {

    private static final Duration TAKEN_BACK_EVERY = Duration.ofMinutes(1);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Map<String, Schedule<?>> schedules;
    private final ScheduleRows rows;
    private final Outbox outbox;
    private final TransactionalOperator transaction;
    private final QuietLog log;
    private final Duration interval;
    private final Clock clock;

    private volatile boolean declared;
    private volatile Instant takenBackAt = Instant.EPOCH;

    ScheduleTicker(
            ObjectProvider<Schedule<?>> schedules,
            ScheduleRows rows,
            Outbox outbox,
            TransactionalOperator transaction,
            QuietLog log,
            JobsProperties properties,
            Roles roles,
            Clock clock) {
        super(roles.has(Roles.Role.SCHEDULER));
        this.schedules = schedules.stream().collect(Collectors.toUnmodifiableMap(Schedule::name, Function.identity()));
        this.rows = rows;
        this.outbox = outbox;
        this.transaction = transaction;
        this.log = log;
        this.interval = properties.pollInterval();
        this.clock = clock;
    }

    /** Looks once. Gives the number of jobs that this node enqueued. */
    public Mono<Long> tick() {
        return Mono.fromSupplier(clock::instant)
                .flatMap(now -> declare(now).then(takeBack(now)).then(enqueueDue(now)));
    }

    @Override
    Flux<?> work(Mono<Void> stop) {
        return Flux.interval(interval)
                .onBackpressureDrop()
                .takeUntilOther(stop)
                .concatMap(_ -> tick().onErrorResume(failure -> failed(failure, 0L)), 1);
    }

    private Mono<Void> declare(Instant now) {
        return declared ? Mono.empty() : declareAll(now);
    }

    private Mono<Void> declareAll(Instant now) {
        return Flux.fromIterable(schedules.values())
                .concatMap(schedule -> rows.declare(schedule, next(schedule, now)))
                .then(Mono.fromRunnable(() -> declared = true));
    }

    private Mono<Void> takeBack(Instant now) {
        return wasTakenBack(now) ? Mono.empty() : takeBackAll(now);
    }

    private Mono<Void> takeBackAll(Instant now) {
        return Flux.fromIterable(schedules.values())
                .concatMap(schedule ->
                        rows.takeBack(schedule, next(schedule, now), next(schedule, now.plus(CLOCKS_DIFFER))))
                .then(Mono.fromRunnable(() -> takenBackAt = now));
    }

    /** Also by a clock that has gone back since. */
    private boolean wasTakenBack(Instant now) {
        return Duration.between(takenBackAt, now).abs().compareTo(TAKEN_BACK_EVERY) < 0;
    }

    private Mono<Long> enqueueDue(Instant now) {
        return rows.due(now)
                .flatMapIterable(Function.identity())
                // A newer release may have schedules that this node does not know.
                .mapNotNull(schedules::get)
                .concatMap(schedule -> enqueue(schedule, now).onErrorResume(failure -> failed(failure, false)))
                .filter(enqueued -> enqueued)
                .count();
    }

    private <P> Mono<Boolean> enqueue(Schedule<P> schedule, Instant now) {
        Mono<Boolean> claimed = rows.claim(schedule.name(), now, next(schedule, now));
        Mono<Void> job = outbox.enqueue(schedule.type(), schedule.name(), schedule.payload());
        return transaction.transactional(claimed.delayUntil(won -> won ? job : Mono.empty()));
    }

    private <T> Mono<T> failed(Throwable failure, T result) {
        log.warn("schedules", "Schedules wait", failure);
        return Mono.just(result);
    }

    private static Instant next(Schedule<?> schedule, Instant now) {
        CronExpression cron = CronExpression.parse(schedule.cron());
        return Objects.requireNonNull(cron.next(now.atOffset(ZoneOffset.UTC)), schedule.cron())
                .toInstant();
    }
}
