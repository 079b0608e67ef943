package io.tollgate.billing.reconciliation;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins a reconciliation each night, unless one is under way. */
@Component
class NightlyReconciliation implements JobHandler<NightlyReconciliation.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("reconciliation.start", "upkeep", Payload.class);

    private final Reconciling reconciling;

    NightlyReconciliation(Reconciling reconciling) {
        this.reconciling = reconciling;
    }

    /** Nothing needs to be said. */
    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return run.once(reconciling.begin(run.id(), null).then());
    }

    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Payload> reconciliationSchedule() {
            return new Schedule<>("billing.reconciliation", "0 43 2 * * *", TYPE, new Payload());
        }
    }
}
