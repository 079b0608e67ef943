package io.tollgate.auth.passkey;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets challenges that nobody answered. */
@Component
class PasskeyCleanUp implements JobHandler<PasskeyCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.clean_up_passkey_challenges", "maintenance", Order.class);

    private final ExpiredRows rows;

    PasskeyCleanUp(ExpiredRows rows) {
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
        return rows.delete("passkey_challenges", "expires_at", Duration.ZERO);
    }
}
