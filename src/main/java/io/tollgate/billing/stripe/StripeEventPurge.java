package io.tollgate.billing.stripe;

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

/** Forgets events after 90 days: they hold personal data, and Stripe itself delivers none again after 30. */
@Component
class StripeEventPurge implements JobHandler<StripeEventPurge.Job> {

    static final JobType<Job> TYPE = new JobType<>("stripe.events.purge", "upkeep", Job.class);

    private static final Duration KEPT = Duration.ofDays(90);
    private static final int BATCH = 1000;

    private final StripeEventRows rows;
    private final Clock clock;

    StripeEventPurge(StripeEventRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public JobType<Job> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Job job, JobRun run) {
        Instant before = clock.instant().minus(KEPT);
        return rows.purge(before, BATCH)
                .expand(deleted -> deleted < BATCH ? Mono.empty() : rows.purge(before, BATCH))
                .then();
    }

    /** Nothing needs to be said. */
    record Job() {}

    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Job> stripeEventPurgeSchedule() {
            return new Schedule<>("stripe.events.purge", "0 17 3 * * *", TYPE, new Job());
        }
    }
}
