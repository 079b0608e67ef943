package io.tollgate.platform.idempotency;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Deletes, once an hour and in batches, the answers that are no longer replayed. */
@Component
class CleanUp implements JobHandler<CleanUp.Expired> {

    static final JobType<Expired> TYPE = new JobType<>("idempotency.clean-up", "maintenance", Expired.class);

    private final IdempotencyKeys keys;

    CleanUp(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** @param batch rows per statement */
    record Expired(int batch) {}

    @Override
    public JobType<Expired> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Expired expired, JobRun run) {
        return Mono.defer(() -> keys.deleteExpired(expired.batch()))
                .repeat()
                .takeUntil(deleted -> deleted < expired.batch())
                .then();
    }

    @Configuration(proxyBeanMethods = false)
    static class Hourly {
        @Bean
        Schedule<Expired> cleanUpIdempotencyKeys() {
            return new Schedule<>("idempotency.clean-up", "0 17 * * * *", TYPE, new Expired(1000));
        }
    }
}
