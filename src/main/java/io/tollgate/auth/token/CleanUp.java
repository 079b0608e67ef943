package io.tollgate.auth.token;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets sessions, refresh tokens and revocations that can no longer be of use to anybody, an honest client or a thief. */
@Component
class CleanUp implements JobHandler<CleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.clean_up_sessions", "maintenance", Order.class);

    /** A token that has expired is refused by what it says itself; its row is kept a while for questions. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final ExpiredRows rows;

    CleanUp(ExpiredRows rows) {
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
        return rows.delete("revocations", "until", Duration.ZERO)
                .then(rows.delete("refresh_tokens", "expires_at", KEPT))
                .then(rows.delete("sessions", "expires_at", KEPT));
    }
}
