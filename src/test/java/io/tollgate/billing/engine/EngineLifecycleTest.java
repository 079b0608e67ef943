package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What users and administrators do to subscriptions that are run here, over the same routes as to Stripe's. */
@IntegrationTest
class EngineLifecycleTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Standing standing;

    private Subscribers subscribers;
    private LocalDate first;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        // A month of 31 days, so that the worked numbers apply: 1 March.
        first = Subscribers.january31(MutableClock.shared().instant())
                .plusDays(1)
                .plusMonths(1)
                .withDayOfMonth(1);
    }

    @Test
    void startsOnceHoweverManyAsk() {
        Sold plan = subscribers.plan(1900, "monthly", null);
        TestUser user = users.signUp();

        List<Answer> answers = AtOnce.times(6, _ -> subscribers.tryStart(user, plan, "manual"));

        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .extracting(Answer::code)
                .containsOnly("subscription_exists");
        assertThat(subscribers.query("select total from invoices where user_id = '%s'".formatted(user.id())))
                .extracting(invoice -> invoice.get("total"))
                .containsExactly(1900L);
    }

    @Test
    void refusesWhatIsNoStart() {
        Sold plan = subscribers.plan(1900, "monthly", null);
        TestUser user = users.signUp();

        assertThat(subscribers.tryStart(user, plan, "cash").code()).isEqualTo("validation_failed");
        assertThat(subscribers
                        .admin(
                                "/admin/users/" + user.id() + "/subscriptions",
                                Map.of(
                                        "plan_code",
                                        plan.code(),
                                        "provider",
                                        "manual",
                                        "start_at",
                                        "2999-01-01T00:00:00Z"))
                        .code())
                .isEqualTo("validation_failed");
        assertThat(subscribers
                        .admin(
                                "/admin/users/" + user.id() + "/subscriptions",
                                Map.of("plan_code", "none-such", "provider", "manual"))
                        .code())
                .isEqualTo("plan_not_found");
        assertThat(subscribers
                        .send(
                                user,
                                HttpMethod.POST,
                                "/admin/users/" + user.id() + "/subscriptions",
                                Map.of("plan_code", plan.code(), "provider", "manual"))
                        .code())
                .isEqualTo("admin_required");
    }

    /** chg-fp-upgrade: 10 to 20 on 15 March is −5.48 +10.97 = 5.49, and the preview says so. */
    @Test
    void upgradesAtOnceForWhatThePreviewSaid() {
        Customer customer = onFirst(subscribers.plan(1000, "monthly", null));
        Sold large = subscribers.plan(2000, "monthly", null);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(14)));

        Answer preview = subscribers.send(
                customer.user(),
                HttpMethod.POST,
                "/billing/subscriptions/change/preview",
                Map.of("plan_code", large.code()));
        Answer changed = subscribers.change(customer, large);

        assertThat(changed.body().path("status").asString()).isEqualTo("changed");
        Map<String, Object> invoice = subscribers.invoices(customer).getLast();
        assertThat(invoice).containsEntry("kind", "change").containsEntry("total", 549L);
        assertThat(subscribers.lines(invoice))
                .extracting(line -> line.get("amount"))
                .containsExactly(-548L, 1097L);
        assertThat(preview.body().path("due_now_cents").asLong()).isEqualTo(549);
        assertThat(preview.body().path("lines").size()).isEqualTo(2);
        assertThat(subscribers.change(customer, large).code()).isEqualTo("same_plan");
    }

    @Test
    void downgradesWithThePeriodAndTakesThatBack() {
        Customer customer = onFirst(subscribers.plan(2000, "monthly", null));
        Sold small = subscribers.plan(1000, "monthly", null);

        Answer planned = subscribers.change(customer, small);

        assertThat(planned.body().path("status").asString()).isEqualTo("planned");
        JsonNode upcoming = subscribers
                .get(customer.user(), "/billing/subscriptions/me")
                .body()
                .path("upcoming");
        assertThat(upcoming.path("plan").path("code").asString()).isEqualTo(small.code());
        assertThat(subscribers
                        .send(customer.user(), HttpMethod.DELETE, "/billing/subscriptions/change", null)
                        .status())
                .isEqualTo(200);
        assertThat(subscribers.change(customer, small).status()).isEqualTo(200);

        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(1)));
        assertThat(subscribers.row(customer).get("plan_version_id")).isEqualTo(small.versionId());
        assertThat(subscribers.invoices(customer).getLast()).containsEntry("total", 1000L);
    }

    @Test
    void goesToTheFreePlanWhenThePaidPeriodEnds() {
        Customer customer = onFirst(subscribers.plan(2000, "monthly", null));

        subscribers.send(
                customer.user(), HttpMethod.POST, "/billing/subscriptions/change", Map.of("plan_code", "free"));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(1)));

        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(subscribers
                        .get(customer.user(), "/billing/subscriptions/me")
                        .body()
                        .path("plan")
                        .path("code")
                        .asString())
                .isEqualTo("free");
    }

    @Test
    void endsWithThePeriodUnlessTakenBack() {
        Customer customer = onFirst(subscribers.plan(2000, "monthly", null));

        assertThat(subscribers
                        .act(customer, "cancel")
                        .body()
                        .path("cancel_at_period_end")
                        .asBoolean())
                .isTrue();
        assertThat(subscribers.act(customer, "cancel").code()).isEqualTo("cancellation_pending");
        assertThat(subscribers.act(customer, "resume").status()).isEqualTo(200);
        assertThat(subscribers.act(customer, "resume").code()).isEqualTo("nothing_to_resume");
        assertThat(subscribers.act(customer, "cancel").status()).isEqualTo(200);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(2)));

        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(subscribers.invoices(customer)).hasSize(1);
    }

    /** cancel-kb: the rest of a month of 31 days from the 11th on: 21/31 of 31.00 comes off what is still owed. */
    @Test
    void givesTheRestBackWhenAnAdministratorEndsItNow() {
        Customer customer = onFirst(subscribers.plan(3100, "monthly", null));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(10)));

        Answer ended = subscribers.admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of());

        assertThat(ended.body().path("status").asString()).isEqualTo("canceled");
        assertThat(subscribers.invoices(customer)).hasSize(1);
        assertThat(subscribers.invoices(customer).getFirst()).containsEntry("amount_credited", 2100L);
    }

    @Test
    void pausesWithCreditAndResumesForTheRest() {
        Customer customer = onFirst(subscribers.plan(3100, "monthly", null));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(10)));
        assertThat(subscribers.act(customer, "pause").status()).isEqualTo(200);
        assertThat(subscribers.row(customer)).containsEntry("status", "paused").containsEntry("next_run_at", null);
        subscribers.travel(customer.user(), Subscribers.noon(first.plusDays(20)));

        assertThat(subscribers.act(customer, "resume").status()).isEqualTo(200);

        assertThat(subscribers.invoices(customer))
                .extracting(invoice -> invoice.get("subtotal"))
                .containsExactly(3100L, 1100L);
        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        assertThat(subscribers.query("select * from ledger_faults where id = '%s'"
                        .formatted(customer.user().id())))
                .isEmpty();
    }

    @Test
    void changesNothingOfWhatIsOverdue() {
        Customer customer = onFirst(subscribers.plan(2000, "monthly", null));
        assertThat(standing.pastDue(customer.subscription()).block()).isTrue();
        assertThat(standing.pastDue(customer.subscription()).block()).isFalse();

        assertThat(subscribers
                        .change(customer, subscribers.plan(3000, "monthly", null))
                        .code())
                .isEqualTo("payment_overdue");
        assertThat(subscribers.act(customer, "pause").code()).isEqualTo("payment_overdue");

        assertThat(standing.restored(customer.subscription()).block()).isTrue();
        assertThat(standing.unpaid(customer.subscription()).block()).isTrue();
        assertThat(standing.unpaid(customer.subscription()).block()).isFalse();
    }

    /** A renewal that nobody paid for asked for nothing; half of April's 30 days are open again, and cost half of 30.00. */
    @Test
    void billsTheRestOfThePeriodThatALatePayerOpensAgain() {
        Customer customer = onFirst(subscribers.plan(3000, "monthly", null));
        assertThat(standing.unpaid(customer.subscription()).block()).isTrue();
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(1).plusDays(15)));
        assertThat(subscribers.invoices(customer)).hasSize(1);

        assertThat(standing.restored(customer.subscription()).block()).isTrue();

        Map<String, Object> rest = Awaiting.value(
                        "the rest of the period",
                        () -> subscribers.invoices(customer),
                        invoices -> invoices.size() == 2)
                .getLast();
        assertThat(rest).containsEntry("kind", "change").containsEntry("total", 1500L);
        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        assertThat(Subscribers.time(rest.get("period_end"))).isEqualTo(Subscribers.noon(first.plusMonths(2)));
        subscribers.travel(customer.user(), Subscribers.noon(first.plusMonths(2).plusDays(1)));
        assertThat(subscribers.invoices(customer).getLast()).containsEntry("total", 3000L);
    }

    private Customer onFirst(Sold plan) {
        TestUser user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        return subscribers.start(user, plan);
    }
}
