package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a pause and a change of plan make of usage, from its telling to the invoices. */
@IntegrationTest
class DividedInvoicesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Subscribers subscribers;
    private LocalDate first;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        first = Subscribers.january31(MutableClock.shared().instant())
                .plusDays(1)
                .plusMonths(1)
                .withDayOfMonth(1);
    }

    /** What two plans of the same prices charge for. */
    private record Meter(String calls, String storage, String seats) {}

    @Test
    void cannotBeMadeCheaperOrDearerByAPauseAndAnotherPlan() {
        Meter meter =
                new Meter(subscribers.metric("sum"), subscribers.metric("weighted_sum"), subscribers.metric("max"));
        Sold one = plan(meter);
        Sold other = plan(meter);
        Customer steady = onFirst(one);
        Customer restless = onFirst(one);
        use(steady, meter, 2, 100_000, 7);
        use(restless, meter, 2, 100_000, 7);
        go(restless, 9);
        assertThat(subscribers.act(restless, "pause").status()).isEqualTo(200);
        go(restless, 11);
        assertThat(subscribers.act(restless, "resume").status()).isEqualTo(200);
        go(restless, 14);
        long due = subscribers
                .send(
                        restless.user(),
                        HttpMethod.POST,
                        "/billing/subscriptions/change/preview",
                        Map.of("plan_code", other.code()))
                .body()
                .path("due_now_cents")
                .asLong();
        assertThat(subscribers.change(restless, other).status()).isEqualTo(200);
        assertThat(subscribers.invoices(restless).getLast()).containsEntry("amount_due", due);
        go(restless, 20);
        go(steady, 20);
        use(steady, meter, 16, 20_000, 9);
        use(restless, meter, 16, 20_000, 9);
        long foreseen = upcoming(restless);

        leave(steady);
        leave(restless);

        assertThat(usage(steady)).isEqualTo(3000 + 400 + 15_000 + 900);
        assertThat(usage(restless)).isEqualTo(usage(steady));
        assertThat(subscribers.invoices(restless).getLast()).containsEntry("total", foreseen);
    }

    @Test
    void acceptsNothingForAMomentInAPause() {
        Sold plan = subscribers.plan(1000, "monthly", "0.10");
        Customer customer = onFirst(plan);
        go(customer, 9);
        assertThat(subscribers.act(customer, "pause").status()).isEqualTo(200);
        go(customer, 12);
        assertThat(tell(customer, plan, 8, 10)).containsExactly(true, false);
        assertThat(subscribers.act(customer, "resume").status()).isEqualTo(200);
        go(customer, 20);

        assertThat(tell(customer, plan, 8, 10, 11, 13)).containsExactly(true, false, false, true);
        leave(customer);
        assertThat(usage(customer)).isEqualTo(3000);
    }

    /** More days with late usage than one statement used to read; none is left behind. */
    @Test
    void billsAllThatWasToldLateHoweverMuchItIs() {
        Sold plan = subscribers.plan(1000, "monthly", "0.10");
        List<String> metrics =
                IntStream.range(0, 9).mapToObj(_ -> subscribers.metric("sum")).toList();
        metrics.forEach(metric -> subscribers.charge(plan, metric, "unit", "{\"unit\": \"0.10\"}"));
        Customer customer = onFirst(plan);
        Instant next = Subscribers.noon(first.plusMonths(1));
        subscribers.travel(customer.user(), next.plus(Duration.ofHours(1)));

        List<Map<String, Object>> late = metrics.stream()
                .flatMap(metric -> IntStream.range(1, 31)
                        .mapToObj(day -> Subscribers.event(
                                customer,
                                new Sold(plan.code(), plan.versionId(), metric),
                                Subscribers.noon(first.plusDays(day)),
                                1)))
                .toList();
        assertThat(subscribers.tell(late)).isEqualTo(270);
        subscribers.travel(
                customer.user(), Subscribers.noon(first.plusMonths(2)).plusSeconds(60));

        assertThat(usage(customer)).isEqualTo(2700);
    }

    /** Told late when the beginning of its period is no longer kept: what was billed stays, and nothing is given back. */
    @Test
    void leavesAloneWhatCanNoLongerBeCounted() {
        subscribers.run("update usage_kept set since = '1970-01-01T00:00:00Z'");
        Sold plan = subscribers.plan(1000, "monthly", "0.10");
        first = LocalDate.of(2009, 3, 1);
        TestUser user = subscribers.user("UTC");
        subscribers.run("insert into customer_clocks (user_id, now_at, updated_at) values ('%s', '%s', now())"
                .formatted(user.id(), Subscribers.noon(first)));
        Customer customer = subscribers.start(user, plan);
        go(customer, 9);
        subscribers.use(customer, plan, Subscribers.noon(first.plusDays(8)), 500);
        leave(customer);
        subscribers.use(customer, plan, Subscribers.noon(first.plusDays(20)), 7);
        try {
            subscribers.run("update usage_kept set since = '2009-03-15T00:00:00Z'");
            subscribers.run("delete from usage_hours where subscription_id = '%s' and hour < '2009-03-15T00:00:00Z'"
                    .formatted(customer.subscription()));

            subscribers.travel(customer.user(), Subscribers.noon(LocalDate.of(2009, 5, 1)));
            assertThat(usage(customer)).isEqualTo(5000);

            subscribers.run("update usage_kept set since = '2009-05-15T00:00:00Z'");
            subscribers.use(customer, plan, Subscribers.noon(LocalDate.of(2009, 4, 30)), 1);
            assertThat(subscribers
                            .tryTravel(customer.user(), Subscribers.noon(LocalDate.of(2009, 6, 1)))
                            .code())
                    .isEqualTo("subscription_parked");
            assertThat(usage(customer)).isEqualTo(5000);
        } finally {
            subscribers.run("update usage_kept set since = '1970-01-01T00:00:00Z'");
        }
    }

    private Sold plan(Meter meter) {
        Sold plan = subscribers.plan(1000, "monthly", null);
        subscribers.charge(plan, meter.calls(), "flat", "{\"amount\": \"30\"}");
        subscribers.charge(plan, meter.calls(), "package", "{\"price\": \"0.20\", \"size\": 1000, \"free\": 100000}");
        subscribers.charge(plan, meter.storage(), "unit", "{\"unit\": \"1.5\"}");
        subscribers.charge(plan, meter.seats(), "unit", "{\"unit\": \"1\"}");
        return plan;
    }

    private void use(Customer customer, Meter meter, int day, long calls, long seats) {
        Instant at = Subscribers.noon(first.plusDays(day));
        go(customer, Math.max(day + 1, 3));
        List<Map<String, Object>> events = day > 10
                ? List.of(event(customer, meter.calls(), at, calls), event(customer, meter.seats(), at, seats))
                : List.of(
                        event(customer, meter.calls(), at, calls),
                        event(customer, meter.seats(), at, seats),
                        event(customer, meter.storage(), Subscribers.noon(first), 100));
        assertThat(subscribers.tell(events)).isEqualTo(events.size());
    }

    private static Map<String, Object> event(Customer customer, String metric, Instant at, long quantity) {
        return Subscribers.event(customer, new Sold("", UUID.randomUUID(), metric), at, quantity);
    }

    private List<Boolean> tell(Customer customer, Sold plan, int... days) {
        return IntStream.of(days)
                .mapToObj(day -> subscribers.tell(
                                List.of(Subscribers.event(customer, plan, Subscribers.noon(first.plusDays(day)), 100)))
                        == 1)
                .toList();
    }

    private long upcoming(Customer customer) {
        Answer answer = subscribers.get(customer.user(), "/billing/invoices/upcoming");
        return answer.body().path("total").asLong();
    }

    private void leave(Customer customer) {
        subscribers.travel(
                customer.user(), Subscribers.noon(first.plusMonths(1)).plusSeconds(60));
    }

    private void go(Customer customer, int day) {
        Instant to = Subscribers.noon(first.plusDays(day));
        Instant now = Subscribers.time(subscribers
                .query("select now_at from customer_clocks where user_id = '%s'"
                        .formatted(customer.user().id()))
                .getFirst()
                .get("now_at"));
        if (to.isAfter(now)) {
            subscribers.travel(customer.user(), to);
        }
    }

    private long usage(Customer customer) {
        return (Long) subscribers
                .query("""
                        select coalesce(sum(l.amount), 0)::bigint as sum from invoice_lines l join invoices i on i.id = l.invoice_id
                        where i.subscription_id = '%s' and l.kind in ('usage', 'late', 'minimum', 'maximum')
                        """.formatted(customer.subscription()))
                .getFirst()
                .get("sum");
    }

    private Customer onFirst(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        return subscribers.start(user, plan);
    }
}
