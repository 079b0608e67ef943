package io.tollgate.billing.paymob;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets callbacks after 90 days, as with Stripe's events. */
@Component
class PaymobPurge implements JobHandler<PaymobPurge.Job> {

    static final JobType<Job> TYPE = new JobType<>("paymob.callbacks.purge", "upkeep", Job.class);

    private static final Duration KEPT = Duration.ofDays(90);
    private static final int BATCH = 1000;

    private final PaymobInbox inbox;
    private final Clock clock;

    PaymobPurge(PaymobInbox inbox, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    @Override
    public JobType<Job> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Job job, JobRun run) {
        Instant before = clock.instant().minus(KEPT);
        return inbox.purge(before, BATCH)
                .expand(deleted -> deleted < BATCH ? Mono.empty() : inbox.purge(before, BATCH))
                .then();
    }

    /** Nothing needs to be said. */
    record Job() {}

    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Job> paymobPurgeSchedule() {
            return new Schedule<>("paymob.callbacks.purge", "0 19 3 * * *", TYPE, new Job());
        }
    }
}
