package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.mails;
import static io.tollgate.billing.subscription.Lifecycle.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class UpgradeTest extends LifecycleTest {

    @Autowired
    private StripeSubscriptions subscriptions;

    @Test
    void takesTheOldOnesPlaceOnlyOnceTheNewOneIsActive() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String old = life.stripeId(user);
        String dearer = buyers.plan(4900);

        String session = page(user, dearer);
        assertThat(life.mine(user).path("provider_subscription_id").asString()).isEqualTo(old);
        TestStripe.advance(Duration.ofSeconds(2));
        String fresh = stripe.pay(session);

        Awaiting.until(
                "the new one",
                () -> fresh.equals(
                        life.mine(user).path("provider_subscription_id").asString()));
        Awaiting.until(
                "the old one has ended", () -> "canceled".equals(row(user, old).get("status")));
        assertThat(row(user, old)).containsEntry("replaced_by", row(user, fresh).get("id"));
        assertThat(row(user, fresh)).containsEntry("code", dearer);
        assertThat(Lifecycle.asked(old)).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("DELETE");
            assertThat(request.params()).containsEntry("prorate", "true").containsEntry("invoice_now", "true");
        });
        assertThat(subscriptions.retrieve(fresh).block().metadata())
                .containsEntry("upgrade_from_subscription_id", old)
                .containsEntry("plan_code", dearer)
                .containsEntry("user_id", user.id().toString());
        Awaiting.until("two confirmations", () -> mails(user).size() == 2);
        stripe.events("customer.subscription.deleted", old).forEach(stripe::resend);
        Awaiting.during(
                "no mail of an end",
                Duration.ofMillis(300),
                () -> mails(user).stream().allMatch("Subscription Confirmation"::equals));
    }

    @Test
    void leavesTheOldOneAloneWhileTheMoneyForTheNewOneIsOnItsWay() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String old = life.stripeId(user);

        String session = page(user, buyers.plan(4900));
        String fresh = stripe.payLater(session, "incomplete");
        Awaiting.until("it is heard of", () -> buyers.subscriptions(user).size() == 2);
        stripe.settle(session, false);

        Awaiting.until(
                "it has expired",
                () -> "incomplete_expired".equals(row(user, fresh).get("status")));
        assertThat(row(user, old)).containsEntry("status", "active").containsEntry("replaced_by", null);
        assertThat(Lifecycle.asked(old)).isEmpty();
    }

    @Test
    void leavesTheOldOneAloneWhileStripeCallsAnUnpaidOneActive() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String old = life.stripeId(user);
        String failing = page(user, buyers.plan(4900));
        String unpaid = stripe.payLater(failing, "active");
        Awaiting.until(
                "it is heard of", () -> "incomplete".equals(row(user, unpaid).get("status")));
        stripe.settle(failing, false);
        Awaiting.until("it has ended", () -> "canceled".equals(row(user, unpaid).get("status")));
        assertThat(row(user, old)).containsEntry("status", "active").containsEntry("replaced_by", null);

        String second = page(user, buyers.plan(4900));
        String paid = stripe.payLater(second, "active");
        stripe.settle(second, true);

        Awaiting.until("the new one", () -> "active".equals(row(user, paid).get("status")));
        Awaiting.until(
                "the old one has ended", () -> "canceled".equals(row(user, old).get("status")));
        assertThat(mails(user)).doesNotContain("Subscription Canceled");
    }

    @Test
    void endsWhatWasActiveBeforeItsMoneyFailed() {
        TestUser user = users.signUp();
        String session = buyers.checkout(user, buyers.plan(1900));
        String fresh = stripe.payLater(session, "active");
        Awaiting.until("it is active", () -> !buyers.subscriptions(user).isEmpty());

        stripe.settle(session, false);

        Awaiting.until("it has ended", () -> "canceled".equals(row(user, fresh).get("status")));
        // Of its end Stripe tells by an event of its own, which may be worked on first.
        Awaiting.until("the page's money failed", () -> buyers.checkouts(user).equals(List.of("failed")));
    }

    @Test
    void refusesAsTheOriginalDid() {
        TestUser nobody = users.signUp();
        String plan = buyers.plan(1900);
        refused(
                life.post(nobody, "upgrade", plan),
                404,
                "subscription_not_found",
                "No active subscription to upgrade.");
        TestUser user = buyers.subscriber(plan);
        refused(life.post(user, "upgrade", "no-such-plan"), 404, "plan_not_found", "Plan not found.");
        refused(life.post(user, "upgrade", plan), 400, "same_plan", "You are already on this plan.");
        refused(life.post(user, "upgrade", buyers.plan(0)), 400, "plan_is_free");
        life.post(user, "upgrade").expectStatus().is4xxClientError();

        stripe.setStatus(life.stripeId(user), "past_due");
        life.await("past due", user, "status", "past_due");
        refused(life.post(user, "upgrade", buyers.plan(4900)), 409, "payment_overdue");
    }

    @Test
    void endsTheOldOneThoughStripeFailsAtFirst() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String old = life.stripeId(user);
        String session = page(user, buyers.plan(4900));
        stripe.fail(Fault.reset()
                .performing()
                .on("DELETE", "/v1/subscriptions/" + old)
                .times(3));

        String _ = stripe.pay(session);
        Awaiting.until("it is tried", () -> Lifecycle.asked(old).size() >= 3);
        stripe.clearFaults();
        TestStripe.advance(Duration.ofMinutes(1));

        Awaiting.until(
                "the old one has ended", () -> "canceled".equals(row(user, old).get("status")));
        assertThat(mails(user)).doesNotContain("Subscription Canceled");
    }

    private String page(TestUser user, String plan) {
        return Buyers.sessionOf(
                life.ok(life.post(user, "upgrade", plan)).path("checkout_url").asString());
    }

    private Map<String, Object> row(TestUser user, String stripeId) {
        return buyers.subscriptions(user).stream()
                .filter(row -> stripeId.equals(row.get("provider_subscription_id")))
                .findFirst()
                .orElse(Map.of());
    }
}
