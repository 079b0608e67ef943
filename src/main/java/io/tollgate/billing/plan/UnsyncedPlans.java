package io.tollgate.billing.plan;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Promises a sync for every plan that Stripe does not know as it is: the seeded ones at the first start, and those whose job
 * ended among the dead letters.
 */
@Component
class UnsyncedPlans implements JobHandler<UnsyncedPlans.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("plan.sync_missing", "billing", Payload.class);

    private final PlanSyncRepository state;
    private final Outbox outbox;

    UnsyncedPlans(PlanSyncRepository state, Outbox outbox) {
        this.state = state;
        this.outbox = outbox;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return run.once(promiseAll());
    }

    Mono<Void> promiseAll() {
        return state.unsynced()
                .collectList()
                .flatMapIterable(ids -> ids)
                .concatMap(id -> outbox.enqueue(PlanSyncJob.TYPE, id.toString(), new PlanSyncJob.Payload(id)))
                .then();
    }

    /** Beside the hour, when other schedules run. */
    @Configuration(proxyBeanMethods = false)
    static class Hourly {

        @Bean
        Schedule<Payload> unsyncedPlansHourly() {
            return new Schedule<>("plan.sync_missing", "0 23 * * * *", TYPE, new Payload());
        }
    }
}
