package io.tollgate.auth.verification;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets names whose reservation is over, and old links. For a while these they are known as expired or used, so that people are told which. */
@Component
class LinkCleanUp implements JobHandler<LinkCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.clean_up_links", "maintenance", Order.class);

    private static final Duration KEPT = Duration.ofDays(30);

    private final ExpiredRows rows;

    LinkCleanUp(ExpiredRows rows) {
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
        return rows.delete("one_time_tokens", "expires_at", KEPT)
                .then(rows.delete("reserved_usernames", "until", Duration.ZERO));
    }
}
