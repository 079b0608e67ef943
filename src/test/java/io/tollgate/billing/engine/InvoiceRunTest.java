package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import io.tollgate.platform.db.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

@IntegrationTest
class InvoiceRunTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private InvoiceChunk chunk;

    @Autowired
    private EngineRepository rows;

    private Subscribers subscribers;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
    }

    @Test
    void makesEachInvoiceOnceHoweverManyRunAtOnce() {
        List<Customer> customers = overdue(12, "25 hours");

        var _ = AtOnce.times(4, _ -> chunk.next().block());

        runAll(customers);
        assertThat(customers).allSatisfy(customer -> {
            assertThat(subscribers.invoices(customer)).hasSize(2);
            assertThat(subscribers.row(customer).get("status")).isEqualTo("active");
        });
    }

    /** Whoever runs may be gone at any moment. */
    @Test
    void leavesNothingHalfDoneWhenItBreaksOff() {
        long seed = new Random().nextLong();
        System.out.println("InvoiceRunTest seed " + seed);
        Random random = new Random(seed);
        List<Customer> customers = overdue(8, "49 hours");

        for (int i = 0; i < 12; i++) {
            var _ = Mono.firstWithSignal(
                            chunk.next(),
                            Mono.delay(Duration.ofMillis(1 + random.nextInt(25)))
                                    .thenReturn(0))
                    .block();
        }

        runAll(customers);
        assertThat(customers)
                .allSatisfy(customer -> assertThat(subscribers.invoices(customer))
                        .extracting(invoice -> invoice.get("period_start"))
                        .doesNotHaveDuplicates()
                        .hasSize(3));
        assertThat(subscribers.query("select * from ledger_faults where what = 'numbers'"))
                .isEmpty();
    }

    /** Whatever a node's own clock says. */
    @Test
    void billsNothingThatTheDatabasesClockHasNotReached() {
        Customer customer = overdue(1, "0 hours").getFirst();
        Instant now = MutableClock.shared().instant();
        subscribers.run("update engine_subscriptions set next_run_at = '%s' where subscription_id = '%s'"
                .formatted(now.plus(Duration.ofMinutes(10)), customer.subscription()));
        EngineRepository strict = new EngineRepository(db, MutableClock.shared(), new DatabaseClock(false));
        Instant ahead = now.plus(Duration.ofMinutes(20));

        assertThat(strict.claim(ahead, 10_000).block())
                .extracting(EngineSubscription::id)
                .doesNotContain(customer.subscription());
        assertThat(rows.claim(ahead, 10_000).block())
                .extracting(EngineSubscription::id)
                .contains(customer.subscription());
    }

    @Test
    void makesUpForMissedPeriodsInTheirOrder() {
        Customer customer = overdue(1, "121 hours").getFirst();

        runAll(List.of(customer));

        List<Map<String, Object>> made =
                subscribers.invoices(customer).stream().skip(1).toList();
        Instant begin = Subscribers.time(subscribers.row(customer).get("started_at"));
        assertThat(made)
                .extracting(invoice -> Subscribers.time(invoice.get("period_start")))
                .containsExactly(
                        begin.plus(Duration.ofDays(1)),
                        begin.plus(Duration.ofDays(2)),
                        begin.plus(Duration.ofDays(3)),
                        begin.plus(Duration.ofDays(4)),
                        begin.plus(Duration.ofDays(5)));
    }

    @Test
    void parksWhatHasMissedTooMuchUntilSomebodyHasLooked() {
        Customer customer = overdue(1, "649 hours").getFirst();
        // The schedule's own run may have it in hand.
        Awaiting.until("it is parked", () -> {
            int _ = chunk.next().block();
            return "too_many_periods_missed".equals(subscribers.row(customer).get("parked_reason"));
        });
        assertThat(subscribers.invoices(customer)).hasSize(1);
        assertThat(subscribers.act(customer, "pause").code()).isEqualTo("subscription_parked");

        String unpark = "/admin/subscriptions/" + customer.subscription() + "/unpark";
        assertThat(subscribers.admin(unpark, Map.of()).status()).isEqualTo(200);
        assertThat(subscribers.admin(unpark, Map.of()).code()).isEqualTo("subscription_not_parked");

        runAll(List.of(customer));
        assertThat(subscribers.invoices(customer)).hasSize(28);
    }

    /** The missed days up to the cancellation are billed, and no others. */
    @Test
    void canBeCancelledWhileItIsParkedAndEndsWithThePeriodOfThat() {
        Customer customer = overdue(1, "649 hours").getFirst();
        int _ = chunk.next().block();

        assertThat(subscribers.act(customer, "cancel").status()).isEqualTo(200);
        assertThat(subscribers.act(customer, "cancel").code()).isEqualTo("cancellation_pending");
        assertThat(subscribers.act(customer, "resume").status()).isEqualTo(200);
        assertThat(subscribers.act(customer, "resume").code()).isEqualTo("nothing_to_resume");
        assertThat(subscribers
                        .act(customer, "cancel")
                        .body()
                        .path("cancel_at_period_end")
                        .asBoolean())
                .isTrue();
        assertThat(subscribers.invoices(customer)).hasSize(1);
        subscribers.admin("/admin/subscriptions/" + customer.subscription() + "/unpark", Map.of());
        runAll(List.of(customer));
        subscribers.longAgo(customer, "24 hours");
        subscribers.run("update subscriptions set canceled_at = canceled_at - interval '24 hours' where id = '%s'"
                .formatted(customer.subscription()));
        Awaiting.until("the end", () -> {
            int _ = chunk.next().block();
            return "canceled".equals(subscribers.row(customer).get("status"));
        });

        assertThat(subscribers.invoices(customer)).hasSize(28);
    }

    /** Rated alone it comes to more than can be asked for; its neighbours are billed. */
    @Test
    void parksTheOneThatCannotBeRatedAndBillsTheOthers() {
        Sold dear = subscribers.plan(1900, "daily", "900000000000000000");
        Customer spoilt = subscribers.start(users.signUp(), dear);
        Customer fine = subscribers.start(users.signUp(), dear);
        // Else the schedule's own run bills the day before its usage is told.
        clocked(spoilt, true);
        subscribers.longAgo(spoilt, "25 hours");
        subscribers.longAgo(fine, "25 hours");
        subscribers.use(
                spoilt,
                dear,
                Subscribers.time(subscribers.row(spoilt).get("started_at")).plusSeconds(60),
                900_000);
        clocked(spoilt, false);

        runAll(List.of(fine));

        assertThat(subscribers.invoices(fine)).hasSize(2);
        // The schedule's own run may have claimed both, and be at the second.
        Awaiting.until(
                "the other is parked",
                () -> "cannot_be_rated".equals(subscribers.row(spoilt).get("parked_reason")));
    }

    private void clocked(Customer customer, boolean clocked) {
        subscribers.run("update engine_subscriptions set clocked = %s where subscription_id = '%s'"
                .formatted(clocked, customer.subscription()));
    }

    private List<Customer> overdue(int count, String interval) {
        Sold plan = subscribers.plan(1900, "daily", null);
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Customer customer = subscribers.start(users.signUp(), plan);
            subscribers.longAgo(customer, interval);
            customers.add(customer);
        }
        return customers;
    }

    private void runAll(List<Customer> customers) {
        Awaiting.until("all is run", () -> {
            int _ = chunk.next().block();
            return customers.stream()
                    .allMatch(customer -> Subscribers.time(
                                    subscribers.row(customer).get("next_run_at"))
                            .isAfter(MutableClock.shared().instant()));
        });
    }
}
