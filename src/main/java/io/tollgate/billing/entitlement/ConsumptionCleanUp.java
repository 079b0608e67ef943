package io.tollgate.billing.entitlement;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Schedule;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets the names of uses that nobody repeats any more. What was used stays counted. */
@Component
class ConsumptionCleanUp implements JobHandler<ConsumptionCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("entitlement.clean_up", "maintenance", Order.class);

    private static final Duration KEPT = Duration.ofDays(40);

    private final ExpiredRows rows;

    ConsumptionCleanUp(ExpiredRows rows) {
        this.rows = rows;
    }

    /** @param by who wants it */
    record Order(String by) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        return rows.delete("feature_consumptions", "created_at", KEPT);
    }

    /** At night, beside the other clean-ups. */
    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Order> consumptionCleanUpNightly() {
            return new Schedule<>("entitlement.clean_up", "0 47 3 * * *", TYPE, new Order("schedule"));
        }
    }
}
