package io.tollgate.billing.collection;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Schedule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks through all who owe for long, each in a transaction of its own. */
@Component
class OverdueSweep implements JobHandler<OverdueSweep.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.overdue", "billing", Payload.class);

    private static final Logger LOG = LoggerFactory.getLogger(OverdueSweep.class);
    private static final UUID START = new UUID(0, 0);
    private static final int BATCH = 200;

    private final OverdueRepository repository;
    private final Overdue overdue;
    private final CollectionProperties properties;
    private final Clock clock;

    OverdueSweep(OverdueRepository repository, Overdue overdue, CollectionProperties properties, Clock clock) {
        this.repository = repository;
        this.overdue = overdue;
        this.properties = properties;
        this.clock = clock;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        Instant now = clock.instant();
        return batch(START, now)
                .expand(last -> last.size() < BATCH ? Mono.empty() : batch(last.getLast(), now))
                .then();
    }

    private Mono<List<UUID>> batch(UUID after, Instant now) {
        return repository
                .candidates(properties.warnAfter(), after, BATCH)
                .collectList()
                .flatMap(found -> Flux.fromIterable(found)
                        .concatMap(userId -> worsen(userId, now))
                        .then(Mono.just(found)));
    }

    /** One that cannot be closed does not keep the others open; the next hour tries again. */
    private Mono<Void> worsen(UUID userId, Instant now) {
        return overdue.worsen(userId, now).onErrorResume(fault -> {
            LOG.warn("What user {} owes had no consequences", userId, fault);
            return Mono.empty();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Hourly {

        @Bean
        Schedule<Payload> overdueSchedule() {
            return new Schedule<>("collection.overdue", "0 7 * * * *", TYPE, new Payload());
        }
    }
}
