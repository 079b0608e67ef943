package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.PromisedJob;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.user.AccountDeactivated;
import io.tollgate.user.EmailChanged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** What billing does about users who leave, for a while or for good, or move. */
@IntegrationTest
class AccountNewsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Outbox outbox;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private MutableClock clock;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @AfterEach
    void mendStripe() {
        stripe.clearFaults();
    }

    @Test
    void letsTheSubscriptionOfADeactivatedUserEndWithItsPeriod() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        deactivate(user);
        Awaiting.until(
                "it ends with the period",
                () -> subscription(user).get("cancel_at_period_end").equals(true));
        assertThat(subscription(user).get("status")).isEqualTo("active");
    }

    @Test
    void letsEndWhatBeginsOnlyAfterTheUserWasDeactivated() {
        TestUser user = users.signUp();
        String session = buyers.checkout(user, buyers.plan(1900));
        String fresh = stripe.payLater(session, "incomplete");
        Awaiting.until("it is heard of", () -> buyers.subscriptions(user).size() == 1);
        deactivate(user);
        PromisedJob.of(outbox, db, tx, AccountDeactivated.TYPE, user.id().toString(), new AccountDeactivated(user.id()))
                .awaitDone();
        stripe.settle(session, true);
        Awaiting.until(
                "it ends with its first period",
                () -> subscription(user).get("status").equals("active")
                        && subscription(user).get("cancel_at_period_end").equals(true));
        assertThat(subscription(user).get("provider_subscription_id")).isEqualTo(fresh);
    }

    @Test
    void asksWithTheNewAddressWhereStripeRefusesTheOld() {
        TestUser user = users.signUp();
        stripe.fail(Fault.status(400).on("POST", "/v1/customers").times(2));
        buyers.subscribe(user, buyers.plan(1900)).expectStatus().is5xxServerError();
        db.sql("update users set email = 'new-' || email, email_display = 'new-' || email_display where id = :id")
                .bind("id", user.id())
                .then()
                .block();

        String session = buyers.checkout(user, buyers.plan(2900));

        assertThat(session).isNotEmpty();
        assertThat(db.sql("select email from stripe_customers where user_id = :id and customer_id is not null")
                        .bind("id", user.id())
                        .mapValue(String.class)
                        .one()
                        .block())
                .startsWith("new-");
    }

    @Test
    void closesThePageOfADeactivatedUser() {
        TestUser user = users.signUp();
        String session = buyers.checkout(user, buyers.plan(1900));
        deactivate(user);
        Awaiting.until("the page is closed", () -> buyers.checkouts(user).equals(List.of("replaced")));
        assertThat(stripe.requests("POST", "/v1/checkout/sessions/" + session + "/expire"))
                .hasSize(1);
    }

    @Test
    void leavesAloneWhoIsActiveAgain() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        PromisedJob.of(outbox, db, tx, AccountDeactivated.TYPE, user.id().toString(), new AccountDeactivated(user.id()))
                .awaitDone();
        assertThat(subscription(user).get("cancel_at_period_end")).isEqualTo(false);
    }

    @Test
    void forgetsAnErasedUserAtStripe() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String customer = buyers.customer(user);
        Awaiting.until(
                "the mail about the payment",
                () -> !TestMails.subjects(user.user().email()).isEmpty());
        List<String> before = TestMails.subjects(user.user().email());
        erase(user);
        Awaiting.until(
                "the subscription has ended",
                () -> "canceled".equals(subscription(user).get("status")));
        Awaiting.until("our note is blank", () -> addressAtStripe(user).isEmpty());
        assertThat(stripe.requests("DELETE", "/v1/customers/" + customer)).isNotEmpty();
        assertThat(stripe.requests(
                        "DELETE", "/v1/subscriptions/" + subscription(user).get("provider_subscription_id")))
                .isNotEmpty();
        assertThat(buyers.payments(user)).hasSize(1);
        Awaiting.until("all is delivered", () -> stripe.deliveriesUnderWay() == 0);
        Awaiting.until(
                "the farewell", () -> TestMails.subjects(user.user().email()).size() > before.size());
        Awaiting.during(
                "nothing more is sent",
                Duration.ofMillis(700),
                () -> TestMails.subjects(user.user().email()).size() == before.size() + 1
                        && TestMails.subjects("erased:" + user.id()).isEmpty());
    }

    @Test
    void forgetsAnErasedUserAfterAnOutage() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String customer = buyers.customer(user);
        stripe.fail(
                Fault.status(503).on("DELETE", "/v1/customers/*").untilCleared().performing());
        erase(user);
        Awaiting.until(
                "Stripe was asked",
                () -> !stripe.requests("DELETE", "/v1/customers/" + customer).isEmpty());
        Awaiting.until(
                "the job waits",
                () -> !buyers.query("select 1 from outbox where type = 'user.erased' and attempt > 1 and key = '"
                                + user.id() + "'")
                        .isEmpty());
        assertThat(addressAtStripe(user)).isNotEmpty();
        stripe.clearFaults();
        clock.advance(Duration.ofMinutes(5));
        Awaiting.until("our note is blank", () -> addressAtStripe(user).isEmpty());
        Awaiting.until(
                "the subscription has ended",
                () -> "canceled".equals(subscription(user).get("status")));
    }

    @Test
    void endsWhatWasFree() {
        TestUser user = users.signUp();
        buyers.subscribe(user, "free").expectStatus().isCreated();
        erase(user);
        Awaiting.until(
                "it has ended", () -> "canceled".equals(subscription(user).get("status")));
    }

    @Test
    void tellsStripeANewAddress() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String moved = "moved-" + user.user().email();
        db.sql("update users set email = :email, email_display = :email where id = :id")
                .bind("email", moved)
                .bind("id", user.id())
                .then()
                .block();
        outbox.enqueue(EmailChanged.TYPE, user.id().toString(), new EmailChanged(user.id()))
                .block();
        Awaiting.until(
                "Stripe knows",
                () -> stripe.requests("POST", "/v1/customers/" + buyers.customer(user)).stream()
                        .anyMatch(request -> moved.equals(request.params().get("email"))));
    }

    private void deactivate(TestUser user) {
        user.authorized(http)
                .post()
                .uri("/deactivate")
                .exchange()
                .expectStatus()
                .isAccepted();
    }

    private void erase(TestUser user) {
        user.authorized(http).delete().uri("/me").exchange().expectStatus().isNoContent();
    }

    private Map<String, Object> subscription(TestUser user) {
        return buyers.subscriptions(user).getFirst();
    }

    private String addressAtStripe(TestUser user) {
        return (String) buyers.query("select email from stripe_customers where user_id = '%s'".formatted(user.id()))
                .getFirst()
                .get("email");
    }
}
