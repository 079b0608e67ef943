package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class OneLiveSubscriptionTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeSubscriptions subscriptions;

    @Autowired
    private StripeInvoices invoices;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @AfterEach
    void deliverAsUsual() {
        int _ = stripe.discardHeldWebhooks();
    }

    @Test
    void keepsTheFirstOfTwoPaidSubscriptionsAndGivesTheOtherBack() {
        String plan = buyers.plan(1900);
        TestUser user = buyers.subscriber(plan);
        String first = stripeId(user);
        TestStripe.advance(Duration.ofSeconds(2));

        String second = stripe.pay(anotherPage(user, plan));

        Awaiting.until(
                "the second has ended",
                () -> buyers.subscriptions(user).size() == 2 && "canceled".equals(row(user, second, "status")));
        Awaiting.until(
                "the money is back",
                () -> buyers.payments(user).stream().anyMatch(payment -> "refunded".equals(payment.get("status"))));
        assertThat(row(user, second, "duplicate_of")).isEqualTo(row(user, first, "id"));
        assertThat(row(user, first, "status")).isEqualTo("active");
        assertThat(buyers.payments(user))
                .filteredOn(payment -> "succeeded".equals(payment.get("status")))
                .hasSize(1);
        assertThat(stripe.requests("POST", "/v1/refunds").stream()
                        .filter(request ->
                                String.valueOf(request.idempotencyKey()).startsWith("refund.duplicate")))
                .isNotEmpty();
        // Mails are sent side by side: which of two comes first is not promised.
        Awaiting.value(
                "a mail about the refund",
                () -> mails(user).stream().sorted().toList(),
                List.of("Refund Issued", "Subscription Confirmation")::equals);
        assertThat(buyers.query("select 1 from audit_log where action in ('subscription.duplicate',"
                        + " 'subscription.duplicate_refunded') and subject_id = '%s'"
                                .formatted(row(user, second, "id"))))
                .hasSize(2);
    }

    @Test
    void leavesOthersCustomersAlone() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String _ = buyers.checkout(user, plan);
        String price = (String) buyers.query("""
                select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id where code = '%s'""".formatted(plan)).getFirst().get("stripe_price_id");
        String session = new ForeignShop().checkout(price, UUID.randomUUID().toString());
        String foreign = stripe.pay(session, "someone@example.com");

        String event = stripe.events("customer.subscription.created", foreign).getFirst();
        Awaiting.until(
                "the event is ignored",
                () -> buyers.query("select 1 from stripe_events where status = 'ignored' and id = '" + event + "'")
                                .size()
                        == 1);
        String invoice = invoices.list(foreign).blockFirst().id();
        String paid = stripe.events("invoice.paid", invoice).getFirst();
        Awaiting.until(
                "the payment is ignored",
                () -> buyers.query("select 1 from stripe_events where status = 'ignored' and id = '" + paid + "'")
                                .size()
                        == 1);
        assertThat(buyers.query("select 1 from subscriptions where provider_subscription_id = '" + foreign + "'"))
                .isEmpty();
    }

    @Test
    void givesAFreeSubscriptionUpForAPaidOne() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String session = buyers.checkout(user, plan);
        buyers.subscribe(user, buyers.plan(0)).expectStatus().isCreated();

        String _ = stripe.pay(session);

        Awaiting.until(
                "the paid one",
                () -> plan.equals(buyers.get(user, "/billing/subscriptions/me")
                        .path("plan")
                        .path("code")
                        .asString()));
        assertThat(buyers.subscriptions(user))
                .filteredOn(row -> row.get("replaced_by") != null)
                .hasSize(1);
        assertThat(mails(user)).doesNotContain("Subscription Canceled");
    }

    /** A second page that our own rules would never have opened beside the first. */
    private String anotherPage(TestUser user, String plan) {
        String price = (String) buyers.query("""
                select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id where code = '%s'""".formatted(plan)).getFirst().get("stripe_price_id");
        return new ForeignShop().checkout(price, user.id().toString(), buyers.customer(user));
    }

    private String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    private Object row(TestUser user, String stripeId, String column) {
        return buyers.subscriptions(user).stream()
                .filter(row -> stripeId.equals(row.get("provider_subscription_id")))
                .map(row -> row.get(column) == null ? "" : row.get(column))
                .findFirst()
                .orElse("");
    }

    private static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
