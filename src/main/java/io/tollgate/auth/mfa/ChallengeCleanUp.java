package io.tollgate.auth.mfa;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets logins that stopped at their second factor. */
@Component
class ChallengeCleanUp implements JobHandler<ChallengeCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.clean_up_mfa_challenges", "maintenance", Order.class);

    private static final Duration KEPT = Duration.ofDays(1);

    private final ExpiredRows rows;

    ChallengeCleanUp(ExpiredRows rows) {
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
        return rows.delete("mfa_challenges", "expires_at", KEPT);
    }
}
