package io.tollgate.billing.collection;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks through all who owe for long, each in a transaction of its own. A page of them by a job each: with all of them in one, its time
 * would be over before those with the last ids are looked at, each hour anew.
 */
@Component
class OverdueSweep implements JobHandler<OverdueSweep.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.overdue", "billing", Payload.class);

    private static final Logger LOG = LoggerFactory.getLogger(OverdueSweep.class);
    private static final UUID START = new UUID(0, 0);

    private final OverdueRepository repository;
    private final Consequences consequences;
    private final CollectionProperties properties;
    private final Outbox outbox;
    private final Clock clock;
    private final int page;

    @Autowired
    OverdueSweep(
            OverdueRepository repository,
            Consequences consequences,
            CollectionProperties properties,
            Outbox outbox,
            Clock clock) {
        this(repository, consequences, properties, outbox, clock, 200);
    }

    OverdueSweep(
            OverdueRepository repository,
            Consequences consequences,
            CollectionProperties properties,
            Outbox outbox,
            Clock clock,
            int page) {
        this.repository = repository;
        this.consequences = consequences;
        this.properties = properties;
        this.outbox = outbox;
        this.clock = clock;
        this.page = page;
    }

    /** @param after whose id was the last that was looked at; null at the beginning */
    record Payload(@Nullable UUID after) {

        static final Payload ALL = new Payload(null);
    }

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        Instant now = clock.instant();
        return repository
                .candidates(properties.warnAfter(), Objects.requireNonNullElse(payload.after(), START), page)
                .collectList()
                .delayUntil(found -> Flux.fromIterable(found).concatMap(userId -> worsen(userId, now)))
                .filter(found -> found.size() == page)
                .flatMap(found -> run.once(goOn(found.getLast())));
    }

    private Mono<Void> goOn(UUID after) {
        return outbox.enqueue(TYPE, after.toString(), new Payload(after));
    }

    /** One fault does not keep the others open; the next hour tries again. */
    private Mono<Void> worsen(UUID userId, Instant now) {
        return consequences.follow(userId, now).onErrorResume(fault -> {
            LOG.warn("What user {} owes had no consequences", userId, fault);
            return Mono.empty();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Hourly {

        @Bean
        Schedule<Payload> overdueSchedule() {
            return new Schedule<>("collection.overdue", "0 7 * * * *", TYPE, Payload.ALL);
        }
    }
}
