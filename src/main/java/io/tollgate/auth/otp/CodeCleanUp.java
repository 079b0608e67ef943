package io.tollgate.auth.otp;

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

/** Forgets old codes, and the addresses without account that somebody wanted one for. */
@Component
class CodeCleanUp implements JobHandler<CodeCleanUp.Order> {

    static final JobType<Order> TYPE = new JobType<>("auth.clean_up_login_codes", "maintenance", Order.class);

    private static final Duration KEPT = Duration.ofDays(1);

    private final ExpiredRows rows;

    CodeCleanUp(ExpiredRows rows) {
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
        return rows.delete("login_codes", "expires_at", KEPT);
    }

    @Configuration(proxyBeanMethods = false)
    static class Timetable {

        @Bean
        Schedule<Order> cleanUpLoginCodes() {
            return new Schedule<>("clean up login codes", "0 53 * * * *", TYPE, new Order("schedule"));
        }
    }
}
