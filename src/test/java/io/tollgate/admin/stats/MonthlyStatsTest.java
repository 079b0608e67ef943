package io.tollgate.admin.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.platform.jobs.Roles;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/** A small business of early 2020, month by month; it exists in a transaction only. */
@IntegrationTest
class MonthlyStatsTest {

    @Autowired
    private StatsRepository stats;

    @Autowired
    private Roles roles;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private TestUsers users;

    @Test
    void addsUpTheWorkedExample() {
        // One live subscription each.
        List<String> five =
                Stream.generate(() -> users.signUp().id().toString()).limit(5).toList();
        String story = SmallBusiness.story(five);

        List<MonthStats> months = tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return db.sql(story)
                            .then()
                            .then(stats.monthly(new Months(YearMonth.of(2020, 1), YearMonth.of(2020, 6))));
                })
                .blockLast();

        assertThat(months)
                .containsExactly(
                        // Ann pays 30.00; Ben tries.
                        new MonthStats("2020-01", "QXA", 3_000, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
                        // 30 + 30 + 7.00 a week, which is 30.4375 a month; in euros 9.00 every other month.
                        new MonthStats("2020-02", "QXA", 9_044, 3, 0, 2, 0, 0, 0, 3_000, 3_000, 0, 0),
                        new MonthStats("2020-02", "QXB", 450, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0),
                        // Ann pays 120.00 a year, Cat moved to 30.00: nobody has left. In euros a coupon takes half
                        // off.
                        new MonthStats("2020-03", "QXA", 7_000, 3, 0, 1, 0, 0, 0, 3_000, 3_000, 500, 0),
                        new MonthStats("2020-03", "QXB", 225, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        // Ben's payment failed; an invoice over 80.00 is due of which 30.00 are paid.
                        new MonthStats("2020-04", "QXA", 7_000, 3, 0, 0, 0, 0, 0, 11_000, 0, 0, 8_000),
                        new MonthStats("2020-04", "QXB", 225, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        // Ann leaves.
                        new MonthStats("2020-05", "QXA", 6_000, 2, 0, 0, 0, 1, 1_000, 0, 3_000, 0, 5_000),
                        new MonthStats("2020-05", "QXB", 225, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        // A note takes 10.00 off the invoice, and nothing off the month before.
                        new MonthStats("2020-06", "QXA", 6_000, 2, 0, 0, 0, 0, 0, -1_000, 0, 0, 4_000),
                        new MonthStats("2020-06", "QXB", 450, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    /** What a dashboard shows in any of these months is what administrators are told of it: zero, too, of a currency that rests. */
    @Test
    void measuresTheMonthThatRunsAsAdministratorsSeeIt() {
        List<String> five =
                Stream.generate(() -> users.signUp().id().toString()).limit(5).toList();
        String story = SmallBusiness.story(five);
        Months half = new Months(YearMonth.of(2020, 1), YearMonth.of(2020, 6));

        Tuple2<List<MonthStats>, List<MeterRegistry>> seen = tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return db.sql(story)
                            .then()
                            .then(stats.monthly(half))
                            .zipWhen(_ ->
                                    Flux.range(1, 6).concatMap(this::measured).collectList());
                })
                .blockLast();

        for (int month = 1; month <= 6; month++) {
            String name = YearMonth.of(2020, month).toString();
            for (String currency : List.of("QXA", "QXB")) {
                assertThat(shown(seen.getT2().get(month - 1), currency))
                        .as(name + " " + currency)
                        .isEqualTo(told(seen.getT1(), name, currency));
            }
        }
    }

    /** Nothing rather than what was true ten minutes ago, or last month. */
    @Test
    void showsNothingOnceItCannotBeMeasured() {
        MeterRegistry meters = new SimpleMeterRegistry();
        MonthGauges gauges = new MonthGauges(stats, Clock.systemUTC(), meters, roles);
        gauges.measure().block();
        assertThat(meters.find("tollgate.month.overdue").gauges()).isNotEmpty();

        gauges.failed(new IllegalStateException("the database is busy"));

        assertThat(meters.getMeters()).isEmpty();
    }

    private Mono<MeterRegistry> measured(int month) {
        Clock late = Clock.fixed(
                YearMonth.of(2020, month).atEndOfMonth().atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        MeterRegistry meters = new SimpleMeterRegistry();
        return new MonthGauges(stats, late, meters, roles).measure().thenReturn(meters);
    }

    private static List<Long> shown(MeterRegistry meters, String currency) {
        return Stream.of("started", "trials", "churned", "churned_mrr", "invoiced", "collected", "refunded", "overdue")
                .map(name -> (long) meters.get("tollgate.month." + name)
                        .tag("currency", currency)
                        .gauge()
                        .value())
                .toList();
    }

    private static List<Long> told(List<MonthStats> months, String month, String currency) {
        return months.stream()
                .filter(one -> one.month().equals(month) && one.currency().equals(currency))
                .findFirst()
                .map(one -> List.of(
                        one.started(),
                        one.trials(),
                        one.churned(),
                        one.churnedMrrCents(),
                        one.invoicedCents(),
                        one.collectedCents(),
                        one.refundedCents(),
                        one.overdueCents()))
                .orElse(Collections.nCopies(8, 0L));
    }
}
