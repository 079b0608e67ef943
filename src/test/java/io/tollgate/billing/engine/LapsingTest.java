package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestMails;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Who does not pay loses the subscription, but not what they owe for its last days. */
@IntegrationTest
class LapsingTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Lapsing lapsing;

    @Autowired
    private Standing standing;

    @Autowired
    private InvoiceChunk chunk;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private MutableClock clock;

    private Subscribers subscribers;

    @BeforeEach
    void setUp() {
        Subscribers.leaveMidnight(clock);
        subscribers = new Subscribers(http, users, db);
    }

    @Test
    void asksOnALastInvoiceForTheUsageOfTheRunningPeriod() {
        LocalDate first =
                Subscribers.january31(clock.instant()).plusDays(1).plusMonths(1).withDayOfMonth(1);
        TestUser user = users.signUp();
        subscribers.travel(user, Subscribers.noon(first));
        Sold plan = subscribers.plan(1900, "monthly", "0.10");
        Customer customer = subscribers.start(user, plan);
        Instant due = Subscribers.time(subscribers.invoices(customer).getFirst().get("due_at"));
        subscribers.travel(user, due.plus(Duration.ofDays(20)));
        int before = subscribers.invoices(customer).size();
        subscribers.use(customer, plan, due.plus(Duration.ofDays(20)).minusSeconds(60), 30);

        subscribers.travel(user, due.plus(Duration.ofDays(22)));

        Map<String, Object> ended = subscribers.row(customer);
        assertThat(ended).containsEntry("status", "canceled");
        assertThat(Subscribers.time(ended.get("ended_at"))).isEqualTo(due.plus(Duration.ofDays(21)));
        List<Map<String, Object>> invoices = subscribers.invoices(customer);
        assertThat(invoices).hasSize(before + 1);
        assertThat(invoices.getLast())
                .containsEntry("kind", "cancel")
                .containsEntry("total", 300L)
                .containsEntry("status", "open");
        assertThat(invoices.getFirst()).containsEntry("amount_credited", 0L);
        Awaiting.until("it is said", () -> mails(user).contains("Subscription Ended for Non-Payment"));
        assertThat(mails(user)).doesNotContain("Subscription Canceled");
        assertThat(subscribers.query("select * from ledger_faults where id = '%s'".formatted(user.id())))
                .isEmpty();
    }

    @Test
    void billsFirstWhatWasDueBeforeAndEndsOnce() {
        Sold plan = subscribers.plan(1900, "daily", "0.10");
        Customer customer = subscribers.start(users.signUp(), plan);
        clocked(customer, true);
        subscribers.longAgo(customer, "49 hours");
        subscribers.use(customer, plan, clock.instant().minusSeconds(60), 50);

        assertThat(lapse(customer)).isTrue();
        assertThat(lapse(customer)).isFalse();

        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("kind") + " " + invoice.get("total"))
                .containsExactly("period 1900", "period 1900", "period 1900", "cancel 500");
        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
    }

    @Test
    void endsWhatIsParkedAndBillsNothingOfIt() {
        Sold plan = subscribers.plan(1900, "daily", "900000000000000000");
        Customer parked = subscribers.start(users.signUp(), plan);
        subscribers.run(
                "update engine_subscriptions set parked_at = now(), parked_reason = 'x' where subscription_id = '%s'"
                        .formatted(parked.subscription()));
        subscribers.longAgo(parked, "49 hours");
        Customer unratable = subscribers.start(users.signUp(), plan);
        subscribers.use(unratable, plan, clock.instant(), 900_000);

        assertThat(lapse(parked)).isTrue();
        assertThat(lapse(unratable)).isTrue();

        assertThat(List.of(parked, unratable)).allSatisfy(customer -> {
            assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
            assertThat(subscribers.invoices(customer)).hasSize(1);
        });
        assertThat(subscribers.row(unratable)).containsEntry("parked_reason", "cannot_be_rated");
    }

    /**
     * The base fees of the three days that began unbilled, and five calls on each day: the one before them, two of them, and the one in
     * which it ended. What was closed for want of payment was asked for nothing ahead.
     */
    @Test
    void billsWhatWasMissedByWhatWasParkedWhenItEndedOnceItIsUnparked() {
        Sold plan = subscribers.plan(1900, "daily", "0.10");
        Customer lapsed = parked(plan, true);
        Customer cancelled = parked(plan, true);
        Customer closed = parked(plan, true);
        assertThat(standing.unpaid(closed.subscription()).block()).isTrue();

        assertThat(lapse(closed)).isTrue();
        assertThat(lapse(lapsed)).isTrue();
        assertThat(subscribers
                        .admin("/admin/subscriptions/" + cancelled.subscription() + "/cancel", Map.of())
                        .status())
                .isEqualTo(200);

        assertThat(unparked(lapsed)).containsExactly("period 1950", "period 1950", "period 1950", "late 50");
        // Whoever cancels gets back the day on which they do: it is not asked for.
        assertThat(unparked(cancelled)).containsExactly("period 1950", "period 1950", "late 50", "late 50");
        assertThat(unparked(closed)).containsExactly("late 50", "late 50", "late 50", "late 50");
    }

    /** What it was asked for since it ended. */
    private List<String> unparked(Customer customer) {
        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(subscribers.invoices(customer)).hasSize(1);
        assertThat(subscribers
                        .admin("/admin/subscriptions/" + customer.subscription() + "/unpark", Map.of())
                        .status())
                .isEqualTo(200);
        Awaiting.until("all is billed", () -> {
            int _ = chunk.next().block();
            return subscribers.invoices(customer).size() == 5;
        });
        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        return subscribers.invoices(customer).stream()
                .skip(1)
                .map(invoice -> invoice.get("kind") + " " + invoice.get("total"))
                .toList();
    }

    /** Thirty days at 19.00 each: nobody is asked for them only because they cancelled before the run came to them. */
    @Test
    void leavesToWhoLooksWhatHadMissedTooMuchWhenItWasCancelled() {
        Customer customer = subscribers.start(users.signUp(), subscribers.plan(1900, "daily", null));
        clocked(customer, true);
        subscribers.longAgo(customer, "721 hours");
        assertThat(subscribers
                        .admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of())
                        .status())
                .isEqualTo(200);

        clocked(customer, false);
        Awaiting.until("it is parked", () -> {
            int _ = chunk.next().block();
            return "too_many_periods_missed".equals(subscribers.row(customer).get("parked_reason"));
        });

        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(subscribers.invoices(customer)).hasSize(1);
    }

    /** The run leaves alone whose time is their own. */
    private void clocked(Customer customer, boolean clocked) {
        subscribers.run("update engine_subscriptions set clocked = %s where subscription_id = '%s'"
                .formatted(clocked, customer.subscription()));
    }

    /** Nothing of it is left to bill. */
    @Test
    void isListedAmongTheParkedWithoutABoundary() {
        Customer customer = subscribers.start(users.signUp(), subscribers.plan(1900, "daily", null));
        subscribers.run("""
                update engine_subscriptions set parked_at = '2001-01-01Z', parked_reason = 'cannot_be_rated', next_run_at = null
                where subscription_id = '%s'""".formatted(customer.subscription()));

        Subscribers.Answer listed = subscribers.adminGet("/admin/subscriptions/parked?limit=1");

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body().at("/data/0/due_since").isNull()).isTrue();
        assertThat(subscribers
                        .admin("/admin/subscriptions/" + customer.subscription() + "/unpark", Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void needsNobodyToLookAtWhatEndedWithItsPaymentTakenBack() {
        Customer customer = parked(subscribers.plan(1900, "daily", null), false);

        assertThat(standing.cancelled(customer.subscription(), clock.instant()).block())
                .isTrue();

        assertThat(subscribers.row(customer))
                .containsEntry("parked_reason", null)
                .containsEntry("next_run_at", null);
    }

    /** For three days and an hour, with five calls on each day. */
    private Customer parked(Sold plan, boolean metered) {
        Customer customer = subscribers.start(users.signUp(), plan);
        subscribers.run("""
                update engine_subscriptions set parked_at = now(), parked_reason = 'cannot_be_billed' where subscription_id = '%s'
                """.formatted(customer.subscription()));
        subscribers.longAgo(customer, "73 hours");
        for (int day = 0; metered && day < 4; day++) {
            subscribers.use(
                    customer,
                    plan,
                    clock.instant().minus(Duration.ofMinutes(30)).minus(Duration.ofDays(day)),
                    5);
        }
        return customer;
    }

    private boolean lapse(Customer customer) {
        return lapsing.lock(customer.user().id())
                .then(lapsing.end(customer.subscription(), clock.instant()))
                .as(tx::transactional)
                .block();
    }

    private static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
