package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Scale;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.pricing.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What was told is what is counted: hourly sums and raw events say the same as pricing does of the events themselves. */
@IntegrationTest
class MeteredUsageTest {

    private static final List<String> AGGREGATIONS =
            List.of("count", "sum", "max", "min", "avg", "unique", "latest", "weighted_sum");
    private static final List<String> REGIONS = List.of("eu", "us", "elsewhere");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private Charges charges;

    @Autowired
    private MeteredUsage usage;

    private Meters meters;
    private WebTestClient machine;
    private TestUser user;
    private Instant now;

    @BeforeEach
    void setUp() {
        // Another test may have left the clock at the first second of a month, and these look back by seconds.
        clock.advance(Duration.ofMinutes(1));
        meters = new Meters(http, users, db);
        machine = meters.machine();
        user = users.signUp();
        now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** @param region null for none */
    private record Told(UsageEvent event, String region) {}

    @Test
    void countsWhatWasToldWhateverTheOrderAndThePeriod() {
        long seed = System.nanoTime();
        System.out.println("MeteredUsageTest seed " + seed);
        Random random = new Random(seed);
        UUID plan = meters.plan();
        List<Map<String, ?>> wishes = new ArrayList<>();
        for (String aggregation : AGGREGATIONS) {
            String metric = metric(aggregation);
            wishes.add(unit(metric, Map.of()));
            wishes.add(unit(metric, Map.of("region", List.of("eu"))));
            wishes.add(unit(metric, Map.of("region", List.of("us", ""))));
            if (aggregation.equals("sum")) {
                wishes.add(feeForEach(metric, Map.of()));
                wishes.add(feeForEach(metric, Map.of("region", List.of("us", ""))));
            }
        }
        meters.charge(plan, wishes).expectStatus().isOk();
        UUID subscription = meters.subscription(user, plan, now.minus(Duration.ofDays(30)));
        List<PlanCharge> charged = charges.of(meters.version(plan)).block();
        Map<String, List<Told>> told = new HashMap<>();
        charged.stream()
                .map(charge -> charge.metric().code())
                .distinct()
                .forEach(code -> told.put(code, invented(random, correctable(charged, code))));

        tell(subscription, charged, told, random);

        Scale cents = Scale.of("USD");
        for (int i = 0; i < 12; i++) {
            Period period = period(random);
            List<Usage> found = usage.of(charged.stream()
                            .map(charge -> new UsageQuestion(subscription, charge, period))
                            .toList())
                    .block();
            for (int c = 0; c < charged.size(); c++) {
                PlanCharge charge = charged.get(c);
                Usage expected =
                        expected(charge, period, told.get(charge.metric().code()));
                assertThat(found.get(c).quantity())
                        .as("%s %s %s, seed %d", charge.metric().aggregation(), charge.filters(), period, seed)
                        .isEqualByComparingTo(expected.quantity());
                assertThat(found.get(c).events()).isEqualTo(expected.events());
                assertThat(charge.charge().rate(found.get(c), cents).amount())
                        .as("%s %s %s, seed %d", charge.metric().aggregation(), charge.filters(), period, seed)
                        .isEqualTo(charge.charge().rate(expected, cents).amount());
            }
        }
    }

    @Test
    void looksAtEachEventInTheirOrderWhereAPriceDoes() {
        String metric = meters.metric("sum");
        UUID plan = percentage(metric, Map.of("rate", "1.2", "fixed", "0.10", "free_events", 3, "free_amount", 500));
        UUID subscription = meters.subscription(user, plan, now.minus(Duration.ofDays(3)));
        meters.tell(
                machine,
                List.of(
                        Meters.event(subscription, metric, "d", 50, now.minusSeconds(1)),
                        Meters.event(subscription, metric, "c", 100, now.minusSeconds(2)),
                        Meters.event(subscription, metric, "a", 200, now.minusSeconds(9)),
                        Meters.event(subscription, metric, "b", 100, now.minusSeconds(5))));
        PlanCharge charge = charges.of(meters.version(plan)).block().getFirst();

        Usage counted = usage.of(subscription, charge, between(now.minusSeconds(100), now))
                .block();

        assertThat(counted.quantity()).isEqualByComparingTo("450");
        assertThat(counted.events()).isEqualTo(4);
        JsonNode shown = users.admin()
                .authorized(http)
                .get()
                .uri("/admin/subscriptions/" + subscription + "/usage")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(shown.path("charges").get(0).path("amount").asLong()).isEqualTo(70);
    }

    @Test
    void asksNoFeeForACorrection() {
        String metric = meters.metric("sum");
        UUID plan = percentage(metric, Map.of("rate", "1", "fixed", "0.30"));
        UUID subscription = meters.subscription(user, plan, now.minus(Duration.ofDays(3)));
        meters.tell(
                machine,
                List.of(
                        Meters.event(subscription, metric, "paid", 300, now.minusSeconds(9)),
                        Meters.event(subscription, metric, "corrected", -100, now.minusSeconds(5))));
        PlanCharge charge = charges.of(meters.version(plan)).block().getFirst();

        Usage counted = usage.of(subscription, charge, between(now.minusSeconds(100), now))
                .block();

        assertThat(counted.quantity()).isEqualByComparingTo("200");
        assertThat(counted.events()).isEqualTo(2);
        assertThat(charge.charge().rate(counted, Scale.of("USD")).amount()).isEqualTo(230);
    }

    /** Hours are summed, and of their events only corrections are looked at: the others are not there any more. */
    @Test
    void findsCorrectionsBesideTheSumsOfHours() {
        String metric = meters.metric("sum", Map.of("filters", Map.of("region", List.of("eu", "us"))));
        UUID plan = meters.plan();
        meters.charge(
                        plan,
                        List.of(
                                feeForEach(metric, Map.of()),
                                feeForEach(metric, Map.of("region", List.of("eu"))),
                                unit(metric, Map.of())))
                .expectStatus()
                .isOk();
        UUID subscription = meters.subscription(user, plan, now.minus(Duration.ofDays(3)));
        Instant past = now.minus(Duration.ofHours(30));
        meters.tell(
                machine,
                List.of(
                        inRegion(Meters.event(subscription, metric, "paid", 300, past), "eu"),
                        inRegion(Meters.event(subscription, metric, "corrected", -100, past.plusSeconds(1)), "eu"),
                        inRegion(Meters.event(subscription, metric, "elsewhere", -50, past), "us"),
                        inRegion(Meters.event(subscription, metric, "before", -7, past.minusSeconds(90_000)), "eu")));
        db.sql("delete from usage_events where subscription_id = :id and value > 0")
                .bind("id", subscription)
                .then()
                .block();
        List<PlanCharge> charged = charges.of(meters.version(plan)).block();
        Period period = between(now.minus(Duration.ofHours(40)), now);

        List<Usage> counted = usage.of(charged.stream()
                        .map(charge -> new UsageQuestion(subscription, charge, period))
                        .toList())
                .block();

        assertThat(counted).extracting(Usage::events).containsExactly(3L, 2L, 3L);
        assertThat(counted).extracting(Usage::corrections).containsExactly(2L, 1L, 0L);
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> charged.get(i)
                                .charge()
                                .rate(counted.get(i), Scale.of("USD"))
                                .amount()))
                .containsExactly(180L, 230L, 150L);
    }

    /** A year of payments by the million is asked for with each look at the current period. */
    @Test
    void looksAtManyEventsWithoutHoldingThem() {
        String metric = meters.metric("sum");
        UUID plan = percentage(
                metric, Map.of("rate", "1", "fixed", "0.01", "free_amount", "100", "minimum", "0.02", "maximum", 3));
        UUID subscription = meters.subscription(user, plan, now.minus(Duration.ofDays(3)));
        db.sql("""
                        insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, sequence, received_at)
                        select gen_random_uuid(), :subscription, m.id, :now - (n / 3) * interval '1 second', n % 1000, cast(n as text), n, :now
                        from generate_series(1, 25000) n, billable_metrics m where m.code = :metric
                        """)
                .bind("subscription", subscription)
                .bind("metric", metric)
                .bind("now", now)
                .then()
                .block();
        PlanCharge charge = charges.of(meters.version(plan)).block().getFirst();
        List<BigDecimal> values = IntStream.rangeClosed(1, 25_000)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(n -> -(n / 3)).thenComparing(String::valueOf))
                .map(n -> BigDecimal.valueOf(n % 1000))
                .toList();

        Usage counted = usage.of(subscription, charge, between(now.minus(Duration.ofDays(1)), now.plusSeconds(1)))
                .block();

        assertThat(counted.values()).isEmpty();
        assertThat(counted.events()).isEqualTo(25_000);
        assertThat(counted.quantity()).isEqualByComparingTo("12487500");
        Scale cents = Scale.of("USD");
        assertThat(charge.charge().rate(counted, cents))
                .isEqualTo(charge.charge().rate(Usage.ofEach(values), cents));
    }

    @Test
    void showsTheCurrentPeriodWithItsMoney() {
        String metric = meters.metric("sum");
        UUID plan = meters.plan();
        Map<String, Object> terms = Map.of("price", "0.20", "size", 1000, "free", 100_000);
        meters.charge(plan, List.of(Map.of("metric", metric, "model", "package", "terms", terms, "name", "Units")))
                .expectStatus()
                .isOk();
        UUID subscription = meters.subscription(user, plan, now.minus(Duration.ofDays(20)));
        db.sql("update subscriptions set current_period_start = :start, current_period_end = :end where id = :id")
                .bind("start", now.minus(Duration.ofDays(10)))
                .bind("end", now.plus(Duration.ofDays(20)))
                .bind("id", subscription)
                .then()
                .block();
        meters.tell(
                machine,
                List.of(
                        Meters.event(subscription, metric, "old", 5_000_000, now.minus(Duration.ofDays(11))),
                        Meters.event(subscription, metric, "new", 119_996, now.minus(Duration.ofDays(9)))));

        user.authorized(http)
                .get()
                .uri("/billing/usage/me")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.subscription_id")
                .isEqualTo(subscription.toString())
                .jsonPath("$.currency")
                .isEqualTo("USD")
                .jsonPath("$.charges[0].quantity")
                .isEqualTo("119996")
                .jsonPath("$.charges[0].unit")
                .isEqualTo("GB")
                .jsonPath("$.charges[0].amount")
                .isEqualTo(400);
        users.signUp()
                .authorized(http)
                .get()
                .uri("/billing/usage/me")
                .exchange()
                .expectStatus()
                .isNotFound();
        user.authorized(http)
                .get()
                .uri("/admin/subscriptions/" + subscription + "/usage")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void findsWhatWasToldAfterAnInvoiceHadCounted() {
        String metric = meters.metric("sum");
        UUID subscription = meters.subscription(user, meters.planOf(metric), now.minus(Duration.ofDays(30)));
        Instant periodEnd = now.minus(Duration.ofDays(2));
        assertThat(usage.sequence(subscription).block()).isZero();
        meters.tell(machine, List.of(Meters.event(subscription, metric, "a", 1, now.minus(Duration.ofDays(5)))));
        long counted = usage.sequence(subscription).block();

        assertThat(usage.lateSince(subscription, periodEnd, counted).block()).isEmpty();
        meters.tell(
                machine,
                List.of(
                        Meters.event(subscription, metric, "a", 1, now.minus(Duration.ofDays(5))),
                        Meters.event(subscription, metric, "current", 1, now.minus(Duration.ofHours(1)))));
        assertThat(usage.lateSince(subscription, periodEnd, counted).block()).isEmpty();
        meters.tell(machine, List.of(Meters.event(subscription, metric, "late", -1, now.minus(Duration.ofDays(6)))));

        List<LateUsage> late = usage.lateSince(subscription, periodEnd, counted).block();
        assertThat(late).singleElement().satisfies(one -> {
            assertThat(one.from()).isEqualTo(now.minus(Duration.ofDays(6)));
            assertThat(one.to()).isEqualTo(one.from());
            assertThat(one.sequence()).isEqualTo(usage.sequence(subscription).block());
        });
        assertThat(usage.lateSince(subscription, periodEnd, late.getFirst().sequence())
                        .block())
                .isEmpty();
    }

    private UUID percentage(String metric, Map<String, ?> terms) {
        UUID plan = meters.plan();
        meters.charge(plan, List.of(Map.of("metric", metric, "model", "percentage", "terms", terms)))
                .expectStatus()
                .isOk();
        return plan;
    }

    private String metric(String aggregation) {
        Map<String, Object> more = new HashMap<>(Map.of("filters", Map.of("region", List.of("eu", "us"))));
        if (aggregation.equals("unique")) {
            more.put("unique_key", "who");
        }
        return meters.metric(aggregation, more);
    }

    private static Map<String, Object> unit(String metric, Map<String, ?> filters) {
        return Map.of("metric", metric, "model", "unit", "terms", Map.of("unit", "0.01"), "filters", filters);
    }

    private static Map<String, Object> feeForEach(String metric, Map<String, ?> filters) {
        return Map.of(
                "metric",
                metric,
                "model",
                "percentage",
                "terms",
                Map.of("rate", "1", "fixed", "0.30"),
                "filters",
                filters);
    }

    private static Map<String, Object> inRegion(Map<String, Object> event, String region) {
        Map<String, Object> written = new HashMap<>(event);
        written.put("properties", Map.of("region", region));
        return written;
    }

    private static boolean correctable(List<PlanCharge> charged, String code) {
        return charged.stream()
                .anyMatch(charge ->
                        charge.metric().code().equals(code) && charge.metric().correctable());
    }

    /** Close together and at the same moments too, so that hours are shared and ends are hit. */
    private List<Told> invented(Random random, boolean correctable) {
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            Instant at = random.nextInt(4) == 0
                    ? now.minus(Duration.ofHours(random.nextInt(20 * 24)))
                    : now.minusSeconds(random.nextInt(20 * 86_400)).minusNanos(random.nextInt(1_000_000) * 1_000L);
            BigDecimal value = new BigDecimal(random.nextInt(100_000)).movePointLeft(random.nextInt(4));
            String region = random.nextInt(4) == 0 ? null : REGIONS.get(random.nextInt(REGIONS.size()));
            told.add(new Told(
                    new UsageEvent(
                            at,
                            "e" + i,
                            correctable && random.nextInt(3) == 0 ? value.negate() : value,
                            "who" + random.nextInt(9)),
                    region));
        }
        return told;
    }

    private void tell(UUID subscription, List<PlanCharge> charged, Map<String, List<Told>> told, Random random) {
        List<Map<String, Object>> events = new ArrayList<>();
        told.forEach((code, list) -> list.forEach(one -> events.add(written(subscription, charged, code, one))));
        Collections.shuffle(events, random);
        for (int from = 0; from < events.size(); from += 97) {
            assertThat(meters.tell(machine, events.subList(from, Math.min(events.size(), from + 97))))
                    .allMatch(result -> result.path("status").asString().equals("accepted"), "accepted");
        }
    }

    private static Map<String, Object> written(UUID subscription, List<PlanCharge> charged, String code, Told told) {
        boolean counts = charged.stream()
                .anyMatch(charge ->
                        charge.metric().code().equals(code) && charge.metric().countsEvents());
        UsageEvent event = told.event();
        Map<String, Object> written = Meters.event(
                subscription,
                code,
                code.substring(0, 8) + event.id(),
                counts ? 1 : event.value().toPlainString(),
                event.at());
        Map<String, Object> properties = new HashMap<>(Map.of("who", event.key()));
        if (told.region() != null) {
            properties.put("region", told.region());
        }
        written.put("properties", properties);
        return written;
    }

    private static Usage expected(PlanCharge charge, Period period, List<Told> told) {
        List<String> regions = charge.filters().values().get("region");
        List<UsageEvent> events = told.stream()
                .filter(one -> regions == null || regions.contains(shown(one)))
                .map(Told::event)
                .toList();
        BigDecimal carried = events.stream()
                .filter(event -> event.at().isBefore(period.start()))
                .map(UsageEvent::value)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Aggregation how = charge.metric().aggregation();
        return how.over(period, how == Aggregation.WEIGHTED_SUM ? carried : BigDecimal.ZERO, events);
    }

    private static String shown(Told told) {
        return told.region() == null || told.region().equals("elsewhere") ? "" : told.region();
    }

    private Period period(Random random) {
        Instant start = now.minusSeconds(random.nextInt(22 * 86_400)).minusNanos(random.nextInt(1000) * 1_000L);
        Instant aligned = random.nextBoolean() ? start : start.truncatedTo(ChronoUnit.HOURS);
        return between(aligned, aligned.plusSeconds(60 + random.nextInt(22 * 86_400)));
    }

    private static Period between(Instant start, Instant end) {
        return new Period(0, start, end, ZoneOffset.UTC, new Interval(Interval.Unit.MONTH, 1));
    }
}
