package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.Period;
import io.tollgate.platform.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
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
    private MutableClock clock;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private UsageMonths months;

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
    void areMadeAheadEachNight() {
        assertThat(schedules).anyMatch(schedule -> schedule.name().equals("usage.months"));

        months.handle(new UsageMonths.Order("test"), null).block();

        String next = clock.instant()
                .atOffset(ZoneOffset.UTC)
                .plusMonths(2)
                .toString()
                .substring(0, 7)
                .replace("-", "m");
        assertThat(new Meters(http, users, db)
                        .row("select count(*)::int as made from pg_class where relname in ('usage_events_y" + next
                                + "', 'usage_hours_y" + next + "')"))
                .containsEntry("made", 2);
    }

    @Test
    void forgetEachNightWhatErasedUsersEventsTold() {
        Meters meters = new Meters(http, users, db);
        String who = meters.metric("unique", Map.of("unique_key", "who"));
        TestUser user = users.signUp();
        UUID subscription =
                meters.subscription(user, meters.planOf(who), clock.instant().minus(Duration.ofDays(1)));
        Map<String, Object> event = new HashMap<>(Meters.event(subscription, who, "a", 1));
        event.put("properties", Map.of("who", "ada@example.com"));
        meters.tell(meters.machine(), List.of(event));
        db.sql("update users set erased_at = :now where id = :id")
                .bind("now", clock.instant())
                .bind("id", user.id())
                .then()
                .block();

        months.handle(new UsageMonths.Order("test"), null).block();

        assertThat(meters.row("select properties is null and length(unique_value) = 32 as forgotten from usage_events"
                        + " where subscription_id = '" + subscription + "'"))
                .containsEntry("forgotten", true);
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
