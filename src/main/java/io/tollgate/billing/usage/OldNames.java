package io.tollgate.billing.usage;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets names of events that are too old to be told again. A day may have brought millions: a job does some and promises the next. */
@Component
class OldNames implements JobHandler<OldNames.Order> {

    static final JobType<Order> TYPE = new JobType<>("usage.names", "maintenance", Order.class);

    private final ExpiredRows rows;
    private final Outbox outbox;
    private final UsageProperties properties;

    OldNames(ExpiredRows rows, Outbox outbox, UsageProperties properties) {
        this.rows = rows;
        this.outbox = outbox;
        this.properties = properties;
    }

    /** @param by who wants it */
    record Order(String by) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        return rows.deleteSome("usage_keys", "received_at", properties.retention())
                .filter(more -> more)
                .flatMap(_ -> run.once(outbox.enqueue(TYPE, "usage.names", order)));
    }

    /** At night, beside the clean-ups. */
    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Order> usageNamesNightly() {
            return new Schedule<>("usage.names", "0 27 2 * * *", TYPE, new Order("schedule"));
        }
    }
}
