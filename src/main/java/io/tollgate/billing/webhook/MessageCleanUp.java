package io.tollgate.billing.webhook;

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

/** Forgets what was sent, and to whom, once nobody will ask for it to be sent again. */
@Component
class MessageCleanUp implements JobHandler<MessageCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("webhook.clean_up", "maintenance", Order.class);

    private static final Duration KEPT = Duration.ofDays(30);

    private final ExpiredRows rows;

    MessageCleanUp(ExpiredRows rows) {
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
        return rows.delete("webhook_messages", "created_at", KEPT);
    }

    /** At night, beside the other clean-ups. */
    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Order> webhookCleanUpNightly() {
            return new Schedule<>("webhook.clean_up", "0 53 3 * * *", TYPE, new Order("schedule"));
        }
    }
}
