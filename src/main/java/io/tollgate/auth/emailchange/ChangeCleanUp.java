package io.tollgate.auth.emailchange;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets changes of address that nobody finished. */
@Component
class ChangeCleanUp implements JobHandler<ChangeCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.clean_up_email_changes", "maintenance", Order.class);

    private final ExpiredRows rows;

    ChangeCleanUp(ExpiredRows rows) {
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
        return rows.delete("email_changes", "expires_at", Duration.ZERO);
    }
}
