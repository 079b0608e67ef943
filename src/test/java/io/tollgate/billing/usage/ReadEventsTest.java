package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** How many events the database goes through to answer what hours have summed. */
@IntegrationTest
class ReadEventsTest {

    private static final int EVENTS = 5_000;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private MutableClock clock;

    @Autowired
    private Charges charges;

    @Autowired
    private MeteredUsage usage;

    private record Reading(long before, Usage usage, long after) {

        long events() {
            return after - before;
        }
    }

    /** Two hundred hours of twenty-five events each, of which fifty are corrections. */
    @Test
    void goesThroughTheHoursOfTheEndsAndTheCorrections() {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        UUID plan = meters.plan();
        Map<String, String> terms = Map.of("rate", "1", "fixed", "0.30");
        meters.charge(plan, List.of(Map.of("metric", metric, "model", "percentage", "terms", terms)))
                .expectStatus()
                .isOk();
        Instant start = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(9));
        UUID subscription = meters.subscription(users.signUp(), plan, start);
        tell(subscription, metric, start);
        PlanCharge charge = charges.of(meters.version(plan)).block().getFirst();
        Period period = new Period(
                0,
                start.plus(Duration.ofMinutes(30)),
                start.plus(Duration.ofHours(190)).plus(Duration.ofMinutes(30)),
                ZoneOffset.UTC,
                new Interval(Interval.Unit.MONTH, 1));

        Reading reading = read().flatMap(before -> usage.of(subscription, charge, period)
                        .zipWhen(_ -> read(), (counted, after) -> new Reading(before, counted, after)))
                .as(tx::transactional)
                .block();

        assertThat(reading.usage().events()).isEqualTo(190 * 25);
        assertThat(reading.usage().corrections()).isEqualTo(47);
        assertThat(reading.events()).isLessThan(EVENTS / 10);
    }

    /** Among those of nine others, as they come: what lies side by side is cheap to read though nobody wants it. */
    private void tell(UUID subscription, String metric, Instant start) {
        db.sql("""
                        with those as materialized (
                            select k, case k when 0 then cast(:subscription as uuid) else gen_random_uuid() end as id
                            from generate_series(0, 9) k),
                        told as (
                            insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, sequence, received_at)
                            select gen_random_uuid(), s.id, m.id, :start + n * interval '144 seconds',
                                   case when n % 100 = 0 then -1 else 1 end, cast(n as text), n + 1, :start
                            from generate_series(0, :last) n, those s, billable_metrics m
                            where m.code = :metric order by 4, s.k
                            returning *)
                        insert into usage_hours (subscription_id, metric_id, hour, events, total, highest, first_at, last_at,
                                                 last_id, last_value, sequence)
                        select subscription_id, metric_id, date_trunc('hour', at, 'UTC'), count(*), sum(value), max(value),
                               min(at), max(at), max(transaction_id), 1, max(sequence)
                        from told group by subscription_id, metric_id, date_trunc('hour', at, 'UTC')
                        """)
                .bind("subscription", subscription)
                .bind("metric", metric)
                .bind("start", start)
                .bind("last", EVENTS - 1)
                .then()
                .block();
        db.sql("analyze usage_events, usage_hours").then().block();
    }

    /** In this transaction so far, and what its connection has not reported yet of those before. */
    private Mono<Long> read() {
        return db.sql("""
                        select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_xact_user_tables
                        where relname like 'usage_events%'
                        """).mapValue(Long.class).one();
    }
}
