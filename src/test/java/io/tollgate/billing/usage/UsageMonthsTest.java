package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.Period;
import io.tollgate.platform.db.DatabaseClock;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.jobs.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.connection.SingleConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Months come and go; no event is lost with one that was not there, and no level with one that is let go. */
@IntegrationTest
class UsageMonthsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private ConnectionFactory connections;

    @Autowired
    private MutableClock clock;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private UsageMonths months;

    @Autowired
    private ExpiredRows expired;

    @Autowired
    private OldNames oldNames;

    @Autowired
    private MeteredUsage usage;

    @Autowired
    private KeptUsage kept;

    @Autowired
    private Charges charges;

    @Autowired
    private List<Schedule<?>> schedules;

    /** Everything is taken back in the end: other tests' months would go too. */
    @Test
    void takeInWhatLayAmongTheOthersAndLeaveTheirLevelsBehind() {
        Meters meters = new Meters(http, users, db);
        String level = meters.metric("weighted_sum");
        UUID plan = meters.planOf(level);
        PlanCharge charge = charges.of(meters.version(plan)).block().getFirst();
        UUID subscription = meters.subscription(users.signUp(), plan, Instant.parse("2001-03-01T00:00:00Z"));
        String sum = meters.metric("sum");

        List<String> seen = Flux.concat(
                        insert(subscription, level, "2001-03-05T10:20:00Z", "2500"),
                        insert(subscription, level, "2001-03-06T10:20:00Z", "-500"),
                        insert(subscription, sum, "2001-03-06T10:20:00Z", "7"),
                        text("select make_usage_month('2001-03-01')::text"),
                        text("select make_usage_month('2001-03-01')::text"),
                        text("select count(*)::text from usage_events_y2001m03"),
                        text("select count(*)::text from usage_events_other where at < '2001-04-01'"),
                        quantity(subscription, charge),
                        text("select drop_usage_before('2001-04-01')::text"),
                        text("select coalesce(to_regclass('usage_hours_y2001m03')::text, 'gone')"),
                        text("select string_agg(level::text, ' ') from usage_levels where subscription_id = '"
                                + subscription + "'"),
                        quantity(subscription, charge))
                .collectList()
                .as(chain -> tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return chain;
                }))
                .blockLast();

        assertThat(seen).containsExactly("true", "false", "3", "0", "2000", "1", "gone", "2000", "2000");
        assertThat(meters.row("select coalesce(to_regclass('usage_events_y2001m03')::text, 'gone') as month"))
                .containsEntry("month", "gone");
    }

    /** Of a time before all that other tests may need; and what is young lies beside what is old in each part of the names. */
    @Test
    void goWithTheNamesAndTheRowsOutsideThemWhenTheyHaveBeenKeptLongEnough() {
        Instant now = clock.instant();
        UUID subscription = UUID.randomUUID();
        String names = """
                insert into usage_keys (subscription_id, transaction_id, event_id, content, received_at)
                select md5('%1$s' || n)::uuid, '%1$s', gen_random_uuid(), 0, timestamptz '%2$s' - (n %% 2) * interval '401 days'
                from generate_series(1, 400) n""".formatted(subscription, now);

        List<String> seen = Flux.concat(
                        text(names),
                        insertOf(subscription, "1971-01-05T10:20:00Z"),
                        text("select make_usage_month('1971-03-01')::text"),
                        insertOf(subscription, "1971-03-05T10:20:00Z"),
                        insertOf(subscription, now.toString()),
                        months.handle(new UsageMonths.Order("test"), null).then(Mono.empty()),
                        oldNames.handle(new OldNames.Order("test"), null).then(Mono.empty()),
                        text("select count(*) || ' of ' || count(*) filter (where received_at >= '" + now
                                + "') from usage_keys where transaction_id = '" + subscription + "'"),
                        text(
                                "select string_agg(extract(year from at)::text, ' ') from usage_events where subscription_id = '"
                                        + subscription + "'"),
                        text("select coalesce(to_regclass('usage_events_y1971m03')::text, 'gone')"))
                .collectList()
                .as(chain -> tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return chain;
                }))
                .blockLast();

        assertThat(seen)
                .containsExactly(
                        "true",
                        "200 of 200",
                        String.valueOf(now.atOffset(ZoneOffset.UTC).getYear()),
                        "gone");
    }

    /** A year is rated until the end of the next one, and usage of it may be told until shortly before. */
    @Test
    void areKeptUntilTheLastInvoiceThatNeedsThem() {
        Meters meters = new Meters(http, users, db);
        UUID plan = meters.planOf(meters.metric("sum"));
        String yearly = """
                with yearly as (
                    insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, created_at)
                    select gen_random_uuid(), plan_id, 999, 0, currency, 'yearly', now() from plan_versions where id = '%1$s'
                    returning id)
                insert into plan_charges (id, plan_version_id, metric_id, position, name, model, terms)
                select gen_random_uuid(), yearly.id, c.metric_id, 0, c.name, c.model, c.terms
                from yearly, plan_charges c where c.plan_version_id = '%1$s' returning id::text
                """.formatted(meters.version(plan));

        Duration age = text(yearly)
                .then(kept.age())
                .as(chain -> tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return chain;
                }))
                .blockLast();

        assertThat(age).isGreaterThanOrEqualTo(Duration.ofDays(2 * 366 + 35));
    }

    @Test
    void areNeitherMadeNorDroppedByAClockThatIsAhead() {
        Clock ahead = Clock.offset(clock, Duration.ofDays(5_000));
        String tables =
                "select string_agg(relname, ' ' order by relname) as months from pg_class where relname like 'usage_events_y%'";
        Meters meters = new Meters(http, users, db);
        Object before = meters.row(tables).get("months");

        new UsageMonths(db, expired, kept, ahead, new DatabaseClock(false))
                .handle(new UsageMonths.Order("test"), null)
                .block();

        assertThat(meters.row(tables)).containsEntry("months", before);
    }

    /** In a year of which nobody has made any; and taken back in the end. */
    @Test
    void areMadeAheadEachNight() {
        assertThat(schedules).extracting(Schedule::name).contains("usage.months", "usage.names", "usage.forget");
        Clock then = Clock.fixed(Instant.parse("1975-05-10T02:07:00Z"), ZoneOffset.UTC);
        UsageMonths nightly = new UsageMonths(db, expired, kept, then, new DatabaseClock(false));
        Mono<String> made = text("""
                select coalesce(string_agg(relname, ' ' order by relname), 'none') from pg_class
                where relkind = 'r' and relname ~ '^usage_(events|hours)_y1975'
                """);

        List<String> seen = Flux.concat(
                        made,
                        nightly.handle(new UsageMonths.Order("test"), null).then(Mono.empty()),
                        made)
                .collectList()
                .as(chain -> tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return chain;
                }))
                // Whoever holds a lock on the months longer than they wait for it is over at the next try.
                .retry(5)
                .blockLast();

        assertThat(seen)
                .containsExactly(
                        "none",
                        "usage_events_y1975m04 usage_events_y1975m05 usage_events_y1975m06 usage_events_y1975m07"
                                + " usage_hours_y1975m04 usage_hours_y1975m05 usage_hours_y1975m06 usage_hours_y1975m07");
    }

    /** A reader of hours that goes on to events, as one of current usage does, while the month's events are locked already. */
    @Test
    void giveWayToWhoeverReadsBeforeAnybodyWaitsInACircle() {
        assertThat(text("select make_usage_month('1971-06-01')::text").block()).isEqualTo("true");
        Connection connection = Mono.from(connections.create()).block();
        try {
            DatabaseClient reader =
                    DatabaseClient.create(new SingleConnectionFactory(connection, connections.getMetadata(), true));
            reader.sql("begin").then().block();
            reader.sql("lock table usage_hours in access share mode").then().block();
            CompletableFuture<String> dropping =
                    text("select drop_usage_before('1971-07-01')::text").toFuture();
            Awaiting.until("the lock of the events", () -> dropping.isDone() || eventsAreLocked());

            assertThat(reader.sql("select count(*) from usage_events where subscription_id = gen_random_uuid()")
                            .mapValue(Long.class)
                            .one()
                            .block())
                    .isZero();

            reader.sql("commit").then().block();
            assertThat(dropping)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withStackTraceContaining("lock timeout");
        } finally {
            Mono.from(connection.close()).block();
        }
        assertThat(text("select drop_usage_before('1971-07-01')::text").retry(5).block())
                .isEqualTo("1");
    }

    private boolean eventsAreLocked() {
        return "true"
                .equals(text("select exists (select from pg_locks where relation = 'usage_events'::regclass"
                                + " and mode = 'AccessExclusiveLock' and granted)::text")
                        .block());
    }

    private Mono<String> insert(UUID subscription, String metric, String at, String value) {
        return db.sql("""
                        with metric as (select id from billable_metrics where code = '%2$s'), event as (
                            insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, sequence, received_at)
                            select gen_random_uuid(), '%1$s', id, '%3$s', %4$s, '%3$s', 1, now() from metric)
                        insert into usage_hours (subscription_id, metric_id, hour, events, total, highest, first_at, last_at,
                                                 last_id, last_value, sequence)
                        select '%1$s', id, date_trunc('hour', timestamptz '%3$s'), 1, %4$s, %4$s, '%3$s', '%3$s', '', %4$s, 1
                        from metric
                        """.formatted(subscription, metric, at, value))
                .fetch()
                .rowsUpdated()
                .then(Mono.empty());
    }

    private Mono<String> insertOf(UUID subscription, String at) {
        return db.sql("""
                        insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, sequence, received_at)
                        values (gen_random_uuid(), '%1$s', gen_random_uuid(), '%2$s', 1, '%2$s', 1, now())
                        """.formatted(subscription, at)).fetch().rowsUpdated().then(Mono.empty());
    }

    private Mono<String> text(String sql) {
        return db.sql(sql).mapValue(String.class).one();
    }

    /** Of a later month, in which nothing happens. */
    private Mono<String> quantity(UUID subscription, PlanCharge charge) {
        Period period = new Period(
                1,
                Instant.parse("2001-04-10T00:00:00Z"),
                Instant.parse("2001-05-10T00:00:00Z"),
                ZoneOffset.UTC,
                new Interval(Interval.Unit.MONTH, 1));
        return usage.of(subscription, charge, period)
                .map(counted -> counted.quantity().stripTrailingZeros().toPlainString());
    }
}
