package io.tollgate.billing.usage;

import io.tollgate.platform.db.DatabaseClock;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes the tables of the coming months and lets go of those that have been kept long enough, whole, each in a moment. An event of
 * a month without a table lies among the others until the table is made.
 */
@Component
class UsageMonths implements JobHandler<UsageMonths.Order> {

    static final JobType<Order> TYPE = new JobType<>("usage.months", "maintenance", Order.class);

    private static final int AHEAD = 2;

    private final DatabaseClient db;
    private final ExpiredRows rows;
    private final KeptUsage kept;
    private final Clock clock;
    private final DatabaseClock databaseClock;

    UsageMonths(DatabaseClient db, ExpiredRows rows, KeptUsage kept, Clock clock, DatabaseClock databaseClock) {
        this.db = db;
        this.rows = rows;
        this.kept = kept;
        this.clock = clock;
        this.databaseClock = databaseClock;
    }

    /** @param by who wants it */
    record Order(String by) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        return isTime().filter(time -> time)
                .flatMap(_ -> turn(YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC))));
    }

    private Mono<Void> turn(YearMonth now) {
        return Flux.range(-1, AHEAD + 2)
                .concatMap(n -> make(now.plusMonths(n).atDay(1)))
                .then(Mono.defer(kept::age))
                .flatMap(age -> dropOld(age).then(rows.delete("usage_events_other", "at", age)));
    }

    /** Whether a right clock may say so: what is dropped is gone. */
    private Mono<Boolean> isTime() {
        return Mono.defer(() -> db.sql("select " + databaseClock.reached("cast(:now as timestamptz)"))
                .bind("now", clock.instant())
                .mapValue(Boolean.class)
                .one());
    }

    private Mono<Boolean> make(LocalDate month) {
        return db.sql("select make_usage_month(:month)")
                .bind("month", month)
                .mapValue(Boolean.class)
                .one();
    }

    private Mono<Integer> dropOld(Duration age) {
        LocalDate first =
                LocalDate.ofInstant(clock.instant().minus(age), ZoneOffset.UTC).withDayOfMonth(1);
        return kept.note(first)
                .then(db.sql("select drop_usage_before(:month)")
                        .bind("month", first)
                        .mapValue(Integer.class)
                        .one());
    }

    /** At night, beside the clean-ups. */
    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Order> usageMonthsNightly() {
            return new Schedule<>("usage.months", "0 7 2 * * *", TYPE, new Order("schedule"));
        }
    }
}
