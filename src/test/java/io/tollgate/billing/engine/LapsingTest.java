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
    private TransactionalOperator tx;

    @Autowired
    private MutableClock clock;

    private Subscribers subscribers;

    @BeforeEach
    void setUp() {
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
        subscribers.run("update engine_subscriptions set clocked = true where subscription_id = '%s'"
                .formatted(customer.subscription()));
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
