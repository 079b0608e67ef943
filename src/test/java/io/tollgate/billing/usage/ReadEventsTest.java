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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
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

    private Instant start;

    @BeforeEach
    void begin() {
        start = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(9));
    }

    private record Reading(long before, Usage usage, long after) {

        long events() {
            return after - before;
        }
    }

    /** Two hundred hours of twenty-five events each, of which fifty are corrections. */
    @Test
    void goesThroughTheHoursOfTheEndsAndTheCorrections() {
        Map<String, String> terms = Map.of("rate", "1", "fixed", "0.30");
        Subscribed subscribed = subscribe(Map.of("model", "percentage", "terms", terms));
        tellAmongOthers(subscribed);

        Reading reading = reading(subscribed, Duration.ofHours(190));

        assertThat(reading.usage().events()).isEqualTo(190 * 25);
        assertThat(reading.usage().corrections()).isEqualTo(47);
        assertThat(reading.events()).isLessThan(EVENTS / 10);
    }

    /** The second half of an hour, in which each of a hundred customers of the subscriber's own did something ten times. */
    @Test
    void goesThroughAnHourOnceHoweverManyPropertiesItsEventsShow() {
        Subscribed subscribed = subscribe(Map.of("model", "unit", "terms", Map.of("unit", "1")));
        tellOfAHundredProperties(subscribed);

        Reading reading = reading(subscribed, Duration.ofHours(10));

        assertThat(reading.usage().events()).isEqualTo(500);
        assertThat(reading.events()).isLessThan(2_000);
    }

    private record Subscribed(UUID id, String metric, PlanCharge charge) {}

    /** @param price of one metric that is summed */
    private Subscribed subscribe(Map<String, ?> price) {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        UUID plan = meters.plan();
        Map<String, Object> charge = new HashMap<>(price);
        charge.put("metric", metric);
        meters.charge(plan, List.of(charge)).expectStatus().isOk();
        UUID subscription = meters.subscription(users.signUp(), plan, start);
        return new Subscribed(
                subscription, metric, charges.of(meters.version(plan)).block().getFirst());
    }

    /** Of a time that begins and ends amid an hour. */
    private Reading reading(Subscribed subscribed, Duration length) {
        Instant begin = start.plus(Duration.ofMinutes(30));
        Period period = new Period(0, begin, begin.plus(length), ZoneOffset.UTC, new Interval(Interval.Unit.MONTH, 1));
        return read().flatMap(before -> usage.of(subscribed.id(), subscribed.charge(), period)
                        .zipWhen(_ -> read(), (counted, after) -> new Reading(before, counted, after)))
                .as(tx::transactional)
                .block();
    }

    /** Among those of nine others, as they come: what lies side by side is cheap to read though nobody wants it. */
    private void tellAmongOthers(Subscribed subscribed) {
        tell(subscribed, """
                select s.id, :start + n * interval '144 seconds' as at, case when n % 100 = 0 then -1 else 1 end as value, n, '{}' as facet
                from generate_series(0, 4999) n, (
                    select k, case k when 0 then cast(:subscription as uuid) else gen_random_uuid() end as id
                    from generate_series(0, 9) k) s
                order by at, k""");
    }

    private void tellOfAHundredProperties(Subscribed subscribed) {
        tell(subscribed, """
                select cast(:subscription as uuid) as id, :start + n * interval '3600 ms' as at, 1 as value, n,
                       '{"customer": "' || n % 100 || '"}' as facet
                from generate_series(0, 999) n order by n""");
    }

    /** @param events their subscription, moment, value, number and facet */
    private void tell(Subscribed subscribed, String events) {
        db.sql("""
                        with events as materialized (%s),
                        told as (
                            insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, sequence,
                                                      received_at, facet)
                            select gen_random_uuid(), e.id, m.id, e.at, e.value, cast(n as text), n + 1, :start, facet
                            from events e, billable_metrics m where m.code = :metric
                            returning *)
                        insert into usage_hours (subscription_id, metric_id, hour, facet, events, total, highest, first_at, last_at,
                                                 last_id, last_value, sequence)
                        select subscription_id, metric_id, date_trunc('hour', at, 'UTC'), facet, count(*), sum(value), max(value),
                               min(at), max(at), max(transaction_id), 1, max(sequence)
                        from told group by subscription_id, metric_id, date_trunc('hour', at, 'UTC'), facet
                        """.formatted(events))
                .bind("subscription", subscribed.id())
                .bind("metric", subscribed.metric())
                .bind("start", start)
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
