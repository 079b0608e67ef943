package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Migrations of subscriptions that are run here. None of these plans is at Stripe. */
@IntegrationTest
class EngineMigrationTest {

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

    /** The user cancels, takes that back, plans another plan and takes that back too. */
    @Test
    void standsWhateverItsUserTakesBack() {
        Sold old = subscribers.plan(2000, "monthly", null);
        Sold small = subscribers.plan(1000, "monthly", null);
        Customer customer = onFirst(old);
        Sold dearer = subscribers.reprice(old, 2500);

        JsonNode migration = subscribers.migrate(dearer);

        assertThat(migration.path("migrated").asLong()).as(migration.toString()).isOne();
        assertThat(takeBack(customer).code()).isEqualTo("no_change_planned");
        assertThat(subscribers.act(customer, "cancel").status()).isEqualTo(200);
        assertThat(subscribers.act(customer, "resume").status()).isEqualTo(200);
        assertThat(subscribers.change(customer, small).status()).isEqualTo(200);
        assertThat(takeBack(customer).status()).isEqualTo(200);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(1)));

        assertThat(subscribers.row(customer)).containsEntry("plan_version_id", dearer.versionId());
        assertThat(subscribers.invoices(customer).getLast()).containsEntry("total", 2500L);
    }

    @Test
    void movesWhatIsPlannedAndLeavesWhoHasChosenAnotherPlan() {
        Sold large = subscribers.plan(3000, "monthly", null);
        Sold small = subscribers.plan(1000, "monthly", null);
        Customer customer = onFirst(large);
        assertThat(subscribers.change(customer, small).status()).isEqualTo(200);

        subscribers.migrate(subscribers.reprice(small, 1200));
        subscribers.migrate(subscribers.reprice(large, 3500));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(1)));

        assertThat(subscribers.invoices(customer).getLast()).containsEntry("total", 1200L);
    }

    @Test
    void skipsWhatIsParkedAndGoesOnWithTheOthers() {
        Sold old = subscribers.plan(2000, "monthly", null);
        Customer parked = onFirst(old);
        Customer other = onFirst(old);
        park(parked);

        JsonNode migration = subscribers.migrate(subscribers.reprice(old, 2500));

        assertThat(migration.path("migrated").asLong()).isOne();
        assertThat(migration
                        .path("problems")
                        .valueStream()
                        .map(problem -> problem.path("subscription_id").asString()
                                + " " + problem.path("status").asString() + " "
                                + problem.path("reason").asString()))
                .containsExactly(parked.subscription() + " skipped parked");
        subscribers.travel(other.user(), Subscribers.noon(first.plusMonths(1).plusDays(1)));
        assertThat(subscribers.invoices(other).getLast()).containsEntry("total", 2500L);
    }

    /** What it has used is rated in cents of one currency, and cannot be asked for in another. */
    @Test
    void leavesEverybodyWhereTheyAreWhenThePlanGoesToAnotherCurrency() {
        Sold old = subscribers.plan(2000, "monthly", "0.10");
        Customer customer = onFirst(old);
        Sold foreign = subscribers.reprice(old, 250_000);
        subscribers.run("update plan_versions set currency = 'JPY' where id = '%s'".formatted(foreign.versionId()));

        JsonNode migration = subscribers.migrate(foreign);

        assertThat(migration
                        .path("problems")
                        .valueStream()
                        .map(problem -> problem.path("reason").asString()))
                .containsExactly("plan_currency_differs");
        subscribers.use(customer, old, Subscribers.noon(first), 100);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(1)));
        assertThat(subscribers.row(customer))
                .containsEntry("plan_version_id", old.versionId())
                .containsEntry("parked_reason", null);
        assertThat(subscribers.invoices(customer).getLast())
                .containsEntry("total", 3000L)
                .containsEntry("currency", "USD");
    }

    private Subscribers.Answer takeBack(Customer customer) {
        return subscribers.send(customer.user(), HttpMethod.DELETE, "/billing/subscriptions/change", null);
    }

    private void park(Customer customer) {
        subscribers.run("""
                update engine_subscriptions set parked_at = now(), parked_reason = 'cannot_be_billed'
                where subscription_id = '%s'""".formatted(customer.subscription()));
    }

    private Customer onFirst(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        return subscribers.start(user, plan);
    }
}
