package io.tollgate.auth.social;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets flows nobody came back from, codes nobody exchanged, and tokens that have expired by themselves. */
@Component
class SocialCleanUp implements JobHandler<SocialCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.clean_up_social", "maintenance", Order.class);

    private final ExpiredRows rows;

    SocialCleanUp(ExpiredRows rows) {
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
        return rows.delete("social_flows", "expires_at", Duration.ZERO)
                .then(rows.delete("social_hand_offs", "expires_at", Duration.ZERO))
                .then(rows.delete("used_id_tokens", "expires_at", Duration.ZERO));
    }
}
