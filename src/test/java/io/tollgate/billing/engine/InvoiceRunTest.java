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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

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

    @Value("${tollgate.database.url}")
    private String database;

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

    /**
     * Whoever runs may be gone at any moment: its connection ends while it waits for a customer's money, to write how a subscription
     * stands, or for the numbers of what it has written.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1 from billing_accounts where user_id = '%2$s' for update",
                "select 1 from subscriptions where id = '%1$s' for update",
                "select 1 from invoice_series for update"
            })
    void leavesNothingHalfDoneWhenItBreaksOff(String held) throws SQLException {
        List<Customer> customers = overdueAtOnce(8);
        Customer one = customers.get(5);

        try (Connection holder = open();
                Statement statement = holder.createStatement()) {
            int pid = hold(
                    statement, held.formatted(one.subscription(), one.user().id()));
            due(customers);
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Integer> run = chunk.next().onErrorReturn(-1).toFuture();
                breakOff(pid);
                assertThat(run).succeedsWithin(Duration.ofSeconds(10));
                assertThat(customers).allSatisfy(this::isBilledAsFarAsItHasCome);
                assertThat(subscribers.invoices(one)).hasSize(1);
            }
            holder.rollback();
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

    /** With two days to bill, which the node's own run leaves alone for now. */
    private List<Customer> overdueAtOnce(int count) {
        Sold plan = subscribers.plan(1900, "daily", null);
        List<Customer> customers = Stream.generate(() -> subscribers.start(users.signUp(), plan))
                .limit(count)
                .toList();
        customers.forEach(customer -> clocked(customer, true));
        customers.forEach(customer -> subscribers.longAgo(customer, "49 hours"));
        return customers;
    }

    private void due(List<Customer> customers) {
        customers.forEach(customer -> clocked(customer, false));
    }

    /** @return of the backend that keeps the row */
    private static int hold(Statement statement, String lock) throws SQLException {
        statement.getConnection().setAutoCommit(false);
        boolean _ = statement.execute(lock);
        try (ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            return pid.getInt(1);
        }
    }

    /** Ends everybody who waits for what another holds. */
    private void breakOff(int holder) {
        List<Map<String, Object>> ended = Awaiting.value(
                "the run waits", () -> subscribers.query("""
                        select pg_terminate_backend(pid) as ended from pg_stat_activity
                        where datname = current_database() and %d = any(pg_blocking_pids(pid))""".formatted(holder)), found -> !found.isEmpty());
        assertThat(ended).extracting(row -> row.get("ended")).containsOnly(true);
    }

    private void isBilledAsFarAsItHasCome(Customer customer) {
        assertThat(subscribers.query("""
                        select e.period_index + 1 as begun, (select count(*) from invoices where subscription_id = e.subscription_id) as billed
                        from engine_subscriptions e where e.subscription_id = '%s'""".formatted(customer.subscription())))
                .singleElement()
                .satisfies(is -> assertThat(is.get("billed")).isEqualTo(is.get("begun")));
    }

    private Connection open() throws SQLException {
        String[] parts = database.substring("postgresql://".length()).split("[:@]", 3);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s?user=%s&password=%s".formatted(parts[2], parts[0], parts[1]));
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
