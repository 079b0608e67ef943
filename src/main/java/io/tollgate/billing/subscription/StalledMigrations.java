package io.tollgate.billing.subscription;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Promises the next batch of every migration whose job is gone: dropped from the dead letters, or lost by an earlier release. It would run for ever, and
 * keep its plan from being migrated again.
 */
@Component
class StalledMigrations implements JobHandler<StalledMigrations.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("plan.migrate_stalled", "billing", Payload.class);

    /** Of a job that an earlier release has sent to Kafka there is no row; attempts are at most an hour apart. */
    static final Duration QUIET = Duration.ofHours(2);

    private final MigrationRepository migrations;
    private final Outbox outbox;
    private final Clock clock;

    StalledMigrations(MigrationRepository migrations, Outbox outbox, Clock clock) {
        this.migrations = migrations;
        this.outbox = outbox;
        this.clock = clock;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return run.once(migrations
                .takeUpStalled(clock.instant().minus(QUIET))
                .collectList()
                .flatMapIterable(ids -> ids)
                .concatMap(this::goOn)
                .then());
    }

    private Mono<Void> goOn(UUID migrationId) {
        return outbox.enqueue(MigrationJob.TYPE, migrationId.toString(), new MigrationJob.Payload(migrationId, 1));
    }

    /** Beside the hour, when other schedules run. */
    @Configuration(proxyBeanMethods = false)
    static class Hourly {

        @Bean
        Schedule<Payload> stalledMigrationsHourly() {
            return new Schedule<>("plan.migrate_stalled", "0 53 * * * *", TYPE, new Payload());
        }
    }
}
