package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;

/** Whatever we have missed of Stripe is found, put right once, and told. */
@IntegrationTest
class ReconciliationTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Ids ids;

    @Autowired
    private MutableClock clock;

    @Autowired
    private MeterRegistry metrics;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;
    private Reports reports;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        reports = new Reports(http, users);
    }

    @AfterEach
    void deliverAsUsual() {
        stripe.dropWebhooks(false);
    }

    @Test
    void takesInTheEventsThatStripeCouldNotDeliver() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String session = buyers.checkout(user, plan);
        stripe.dropWebhooks(true);
        String subscription = stripe.pay(session);
        String event =
                stripe.events("customer.subscription.created", subscription).getFirst();
        double counted = counted("event_missed");

        Reports.Report report = reports.run();

        assertThat(report.of(event)).containsExactly("event_missed");
        assertThat(counted("event_missed")).isGreaterThan(counted);
        Awaiting.until("the subscription", () -> status(user).equals("active"));
        Awaiting.until("the payment", () -> buyers.payments(user).size() == 1);
        Awaiting.until("the checkout", () -> buyers.checkouts(user).equals(List.of("completed")));
        Awaiting.until("the mail", () -> !mails(user).isEmpty());
        assertThat(mails(user)).containsExactly("Subscription Confirmation");
        assertThat(reports.run().of(event)).isEmpty();
    }

    @Test
    void putsRightWhatNoEventTellsOfAnyMore() {
        String plan = buyers.plan(1900);
        TestUser changed = buyers.subscriber(plan);
        TestUser unpaid = buyers.subscriber(plan);
        TestUser missing = buyers.subscriber(plan);
        TestUser untouched = buyers.subscriber(plan);
        idle();
        // As if the events were too old for Stripe to have them.
        update("update subscriptions set status = 'past_due', cancel_at_period_end = true", changed);
        update("update payments set status = 'failed', failed_attempt = 1, paid_at = null", unpaid);
        update("delete from payments", missing);
        update("delete from subscriptions", missing);

        Reports.Report report = reports.run();

        assertThat(report.of(stripeId(changed))).containsExactly("subscription_changed");
        assertThat(report.of(invoice(unpaid))).containsExactly("payment_changed");
        assertThat(report.of(stripeId(missing))).containsExactly("subscription_missed");
        assertThat(report.of(invoice(missing))).containsExactly("payment_missed");
        assertThat(report.of(stripeId(untouched))).isEmpty();
        assertThat(report.of(invoice(untouched))).isEmpty();
        assertThat(report.differences())
                .filteredOn(found -> found.objectId().equals(stripeId(changed)))
                .allSatisfy(found -> {
                    assertThat(found.was()).startsWith("past_due, to end, until ");
                    assertThat(found.now()).startsWith("active until ");
                });
        assertThat(List.of(status(changed), status(missing))).containsOnly("active");
        assertThat(buyers.payments(unpaid)).extracting("status").containsExactly("succeeded");
        assertThat(report.view().path("status").asString()).isEqualTo("finished");
        assertThat(report.view().path("drift").asInt())
                .isEqualTo(report.differences().size());
        Reports.Report second = reports.run();
        for (TestUser user : List.of(changed, unpaid, missing, untouched)) {
            assertThat(second.of(stripeId(user))).isEmpty();
            assertThat(second.of(invoice(user))).isEmpty();
        }
    }

    @Test
    void endsWhatStripeHasEndedOrDeleted() {
        String plan = buyers.plan(1900);
        TestUser canceled = buyers.subscriber(plan);
        TestUser deleted = buyers.subscriber(plan);
        idle();
        stripe.dropWebhooks(true);
        stripe.setStatus(stripeId(canceled), "canceled");
        stripe.forget(stripeId(deleted));
        // Stripe keeps events for thirty days.
        stripe.forgetEvents();

        Reports.Report report = reports.run();

        assertThat(report.of(stripeId(canceled))).containsExactly("subscription_changed");
        assertThat(report.of(stripeId(deleted))).containsExactly("subscription_gone");
        assertThat(List.of(status(canceled), status(deleted))).containsOnly("canceled");
    }

    @Test
    void endsNothingWhenTheKeyIsRatherThatOfAnotherAccount() {
        String plan = buyers.plan(1900);
        TestUser user = buyers.subscriber(plan);
        idle();
        stripe.forget(stripeId(user));
        String stranger = "sub_" + UUID.randomUUID().toString().replace("-", "");
        update(
                "update subscriptions set provider_customer_id = 'cus_elsewhere', provider_subscription_id = '%s'"
                        .formatted(stranger),
                user);
        update("delete from payments", user);

        Reports.Report report = reports.run();

        assertThat(report.of(stranger)).containsExactly("subscription_unknown");
        assertThat(buyers.subscriptions(user))
                .filteredOn(row -> stranger.equals(row.get("provider_subscription_id")))
                .extracting("status")
                .containsExactly("active");
        update("update subscriptions set status = 'canceled'", user);
    }

    @Test
    void runsOnceHoweverManyAskAndHoweverOftenItsBatchesAreDone() {
        List<String> started = AtOnce.times(
                20, _ -> reports.body(reports.post(), 202).path("id").asString());
        String id = started.getFirst();
        Flux.range(0, 5)
                .concatMap(i -> outbox.enqueue(
                        ReconciliationBatch.TYPE,
                        "again-" + i,
                        new ReconciliationBatch.Payload(UUID.fromString(id), 1)))
                .blockLast();

        Reports.Report report = reports.await(users.admin(), id);

        assertThat(started.stream().distinct().count())
                .as("one, or a next one begun after its end")
                .isLessThanOrEqualTo(3);
        assertThat(report.view().path("status").asString()).isEqualTo("finished");
        assertThat(buyers.query("select 1 from audit_log where action = 'reconciliation.started' and subject_id = '%s'"
                        .formatted(id)))
                .hasSize(1);
        Awaiting.until(
                "all are done",
                () -> buyers.query("select 1 from reconciliations where status = 'running'")
                        .isEmpty());
    }

    @Test
    void givesUpOneThatIsStuckForANewOne() {
        Awaiting.until(
                "none runs",
                () -> buyers.query("select 1 from reconciliations where status = 'running'")
                        .isEmpty());
        UUID stuck = ids.next();
        Instant longAgo = clock.instant().minus(Duration.ofHours(3));
        db.sql("""
                        insert into reconciliations (id, status, since, started_at, updated_at)
                        values (:id, 'running', :time, :time, :time)
                        """).bind("id", stuck).bind("time", longAgo).then().block();

        Reports.Report report = reports.run();

        assertThat(report.view().path("id").asString()).isNotEqualTo(stuck.toString());
        assertThat(reports.await(users.admin(), stuck.toString())
                        .view()
                        .path("status")
                        .asString())
                .isEqualTo("abandoned");
    }

    @Test
    void runsEachNightByItself() {
        UUID job = ids.next();
        outbox.enqueue(NightlyReconciliation.TYPE, job.toString(), new NightlyReconciliation.Payload())
                .block();

        Awaiting.until(
                "one by nobody",
                () -> !buyers.query("select 1 from reconciliations where started_by is null and status = 'finished'")
                        .isEmpty());
        assertThat(buyers.query("select 1 from schedules where name = 'billing.reconciliation'"))
                .hasSize(1);
    }

    @Test
    void isForAdministrators() {
        TestUser user = users.signUp();
        user.authorized(http)
                .post()
                .uri("/admin/billing/reconciliation")
                .exchange()
                .expectStatus()
                .isForbidden();
        reports.ask(user, "").expectStatus().isForbidden();
        TestUser admin = users.admin();
        assertThat(reports.body(reports.ask(admin, "/" + UUID.randomUUID()), 404)
                        .path("code")
                        .asString())
                .isEqualTo("reconciliation_not_found");
        reports.ask(admin, "/nonsense").expectStatus().isNotFound();
        reports.ask(admin, "?limit=0").expectStatus().isEqualTo(422);
        assertThat(reports.body(reports.ask(admin, "?limit=1"), 200)
                        .path("data")
                        .size())
                .isLessThanOrEqualTo(1);
    }

    /** Nothing is on its way. */
    private void idle() {
        Awaiting.until("nothing is under way", () -> stripe.deliveriesUnderWay() == 0);
        Awaiting.until(
                "all events are worked on",
                () -> buyers.query("select 1 from stripe_events where status = 'pending'")
                        .isEmpty());
    }

    private void update(String sql, TestUser user) {
        db.sql(sql + " where user_id = '" + user.id() + "'").then().block();
    }

    private double counted(String kind) {
        return metrics.counter("tollgate.stripe.drift", "kind", kind).count();
    }

    private String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    private String invoice(TestUser user) {
        return (String) buyers.payments(user).getFirst().get("provider_invoice_id");
    }

    private String status(TestUser user) {
        return buyers.subscriptions(user).isEmpty()
                ? ""
                : (String) buyers.subscriptions(user).getFirst().get("status");
    }

    private static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
