package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is on another plan is told so: once for each change, and not beside a mail that says it already. */
class PlanChangeMailTest extends LifecycleTest {

    @AfterEach
    void deliverOnce() {
        stripe.deliverEachWebhook(1);
    }

    @Test
    void tellsOfEachChangeOnceHoweverManyEventsDo() {
        String first = buyers.plan(1000);
        String dearer = buyers.plan(3000);
        TestUser user = buyers.subscriber(first);
        stripe.deliverEachWebhook(3);

        life.ok(life.post(user, "change", dearer));

        awaitEvents(user);
        stripe.events("customer.subscription.updated", life.stripeId(user)).forEach(stripe::resend);
        awaitEvents(user);
        assertThat(promised(user)).isEqualTo(1);
        Mailbox.Received told = update(user);
        assertThat(told.text())
                .contains("is on another plan from now on")
                .contains("Plan: Plan " + dearer.substring(5, 9))
                .contains("Price: 30.00 USD")
                .doesNotContain("payment has arrived");

        life.ok(life.post(user, "change", buyers.plan(5000)));

        awaitEvents(user);
        assertThat(promised(user)).isEqualTo(2);
    }

    @Test
    void tellsOfAChangeBetweenFreePlans() {
        TestUser user = users.signUp();
        buyers.subscribe(user, buyers.plan(0)).expectStatus().isCreated();

        life.ok(life.post(user, "change", buyers.plan(0)));

        assertThat(update(user).text()).contains("is on another plan from now on");
        assertThat(promised(user)).isEqualTo(1);
    }

    @Test
    void tellsNothingBeforeTheBankHasAgreed() {
        TestUser user = buyers.subscriber(buyers.plan(1000));
        String dearer = buyers.plan(3000);
        stripe.cardAsks(buyers.customer(user), true);
        String page =
                life.ok(life.post(user, "change", dearer)).path("payment_url").asString();
        awaitEvents(user);
        assertThat(promised(user)).isZero();

        stripe.confirmInvoice(page.replaceAll(".*/", ""), true);

        life.await("it is changed", user, "code", dearer);
        assertThat(update(user).text()).contains("is on another plan from now on");
        assertThat(promised(user)).isEqualTo(1);
    }

    @Test
    void leavesAPlannedChangeToTheMailOfItsRenewal() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(3000));
        String cheaper = buyers.dailyPlan(1000);
        life.ok(life.post(user, "change", cheaper));

        TestStripe.advance(Duration.ofHours(25));

        life.await("the cheaper plan", user, "code", cheaper);
        Awaiting.until("it is paid", () -> buyers.payments(user).size() == 2);
        awaitEvents(user);
        assertThat(promised(user)).isEqualTo(1);
        assertThat(update(user).text()).contains("has been renewed").contains("Plan: Plan " + cheaper.substring(5, 9));
    }

    @Test
    void leavesAnUpgradeToItsConfirmation() {
        TestUser user = buyers.subscriber(buyers.plan(1000));
        String dearer = buyers.plan(3000);
        String url =
                life.ok(life.post(user, "upgrade", dearer)).path("checkout_url").asString();
        TestStripe.advance(Duration.ofSeconds(2));
        String _ = stripe.pay(Buyers.sessionOf(url));

        life.await("the dearer plan", user, "code", dearer);
        Awaiting.until(
                "two confirmations",
                () -> Lifecycle.mails(user).stream()
                                .filter("Subscription Confirmation"::equals)
                                .count()
                        == 2);
        awaitEvents(user);
        assertThat(promised(user)).isZero();
    }

    /** Every event about the present subscription has been delivered and worked on. */
    private void awaitEvents(TestUser user) {
        Awaiting.until("nothing is under way", () -> stripe.deliveriesUnderWay() == 0);
        List<String> events = stripe.eventsAbout(life.stripeId(user));
        String worked = "select 1 from stripe_events where status in ('processed', 'ignored') and id in ('%s')"
                .formatted(String.join("', '", events));
        Awaiting.until(
                "all its events are worked on", () -> buyers.query(worked).size() == events.size());
    }

    /** How many mails of an update are sent or will be. */
    private int promised(TestUser user) {
        return buyers.query("select 1 from billing_mails where kind = 'subscription_updated' and user_id = '%s'"
                        .formatted(user.id()))
                .size();
    }

    private static Mailbox.Received update(TestUser user) {
        return Awaiting.value(
                        "a mail of an update",
                        () -> Mailbox.of(user.user().email()).all().stream()
                                .filter(mail -> mail.subject().equals("Subscription Updated"))
                                .toList(),
                        mails -> !mails.isEmpty())
                .getFirst();
    }
}
