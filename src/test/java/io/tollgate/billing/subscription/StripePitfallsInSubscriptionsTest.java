package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.PitfallFixture;
import io.tollgate.billing.stripe.StripeEventTable;
import io.tollgate.billing.stripe.StripeSubscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** The pitfalls of who has what. */
class StripePitfallsInSubscriptionsTest extends PitfallFixture {

    @Autowired
    private StripeSubscriptions subscriptions;

    @Autowired
    private StripeEventTable table;

    @Test
    void pitfall05OfTwoPaidPagesOneSubscriptionStaysAndTheOtherIsRefunded() {
        String plan = buyers.plan(1900);
        TestUser user = buyers.subscriber(plan);
        String kept = stripeId(user);
        TestStripe.advance(Duration.ofSeconds(2));
        String price = (String) buyers.query("""
                select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id where code = '%s'
                """.formatted(plan)).getFirst().get("stripe_price_id");

        String newer = stripe.pay(new ForeignShop().checkout(price, user.id().toString(), buyers.customer(user)));

        Awaiting.until(
                "the money is back",
                () -> buyers.payments(user).stream().anyMatch(payment -> "refunded".equals(payment.get("status"))));
        Awaiting.until("one is left", () -> live(user).equals(List.of(kept)));
        assertThat(subscriptions.retrieve(newer).block().endedAt()).isNotNull();
        assertThat(tier(user)).isEqualTo("PRO");
    }

    @Test
    void pitfall07OneThatWasReplacedEndsWithoutAWord() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String old = stripeId(user);
        assertThat(db.sql("update subscriptions set replaced_by = id where provider_subscription_id = '" + old + "'")
                        .fetch()
                        .rowsUpdated()
                        .block())
                .isEqualTo(1);

        var _ = subscriptions.cancelNow(old, true).block();

        Awaiting.until("it has ended", () -> "canceled".equals(status(user)));
        awaitEvent(stripe.events("customer.subscription.deleted", old).getFirst(), "processed");
        assertThat(mails(user)).doesNotContain("Subscription Canceled");
        assertThat(buyers.query("select 1 from billing_mails where kind = 'subscription_canceled' and user_id = '%s'"
                        .formatted(user.id())))
                .isEmpty();
    }

    @Test
    void pitfall11EveryStatusGivesTheAccessItShould() {
        Instant now = clock.instant();
        Instant start = now.minus(Duration.ofDays(10));
        Instant end = now.plus(Duration.ofDays(20));
        Duration grace = Duration.ofDays(14);
        for (SubscriptionStatus status : SubscriptionStatus.values()) {
            boolean open = switch (status) {
                case TRIALING, ACTIVE, PAST_DUE, CANCELED -> true;
                case INCOMPLETE, INCOMPLETE_EXPIRED, UNPAID, PAUSED -> false;
            };
            assertThat(status.opens(now, start, end, grace)).as(status.name()).isEqualTo(open);
        }
        assertThat(SubscriptionStatus.PAST_DUE.opens(now.plus(Duration.ofDays(4)), start, end, grace))
                .isFalse();
        assertThat(SubscriptionStatus.CANCELED.opens(end, start, end, grace)).isFalse();

        TestUser user = users.signUp();
        String session = buyers.checkout(user, buyers.plan(1900));
        String _ = stripe.payLater(session, "incomplete");
        stripe.settle(session, false);
        Awaiting.until("it has expired, and its row stays", () -> "incomplete_expired".equals(status(user)));
        assertThat(tier(user)).isEqualTo("FREE");
    }

    @Test
    void pitfall12StatusesThatOnlyUpdatedAndDeletedTellOfAreFollowed() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String id = stripeId(user);
        for (String status : List.of("past_due", "unpaid", "paused", "active", "canceled")) {
            stripe.setStatus(id, status);
            Awaiting.value(status, () -> status(user), status::equals);
        }
        for (String type :
                List.of("paused", "resumed", "trial_will_end", "pending_update_applied", "pending_update_expired")) {
            assertThat(handled()).contains("customer.subscription." + type);
        }
    }

    @Test
    void pitfall20AnotherPriceReachesSubscribersByTheMigrationAlone() {
        String plan = buyers.plan(1900);
        TestUser user = buyers.subscriber(plan);
        Object planId = buyers.query("select id from plans where code = '" + plan + "'")
                .getFirst()
                .get("id");
        send(HttpMethod.PATCH, "/billing/plans/" + planId, Map.of("price_cents", 2900));
        assertThat(buyers.subscriptions(user).getFirst()).containsEntry("code", plan);
        Object before = buyers.subscriptions(user).getFirst().get("plan_version_id");

        Awaiting.until(
                "the price is at Stripe",
                () -> buyers.query("select 1 from plans where code = '" + plan + "' and synced_revision = revision")
                                .size()
                        == 1);
        send(HttpMethod.POST, "/billing/plans/" + planId + "/migrate", Map.of());

        Awaiting.until(
                "the newer version",
                () -> !before.equals(buyers.subscriptions(user).getFirst().get("plan_version_id")));
        assertThat(subscriptions.retrieve(stripeId(user)).block().priceId())
                .isEqualTo(buyers.query("""
                        select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id and p.version = v.number
                        where p.code = '%s'""".formatted(plan)).getFirst().get("stripe_price_id"));
    }

    private List<String> handled() {
        return List.copyOf(table.names().keySet());
    }

    private List<String> live(TestUser user) {
        return buyers.subscriptions(user).stream()
                .filter(row -> "active".equals(row.get("status")) && row.get("duplicate_of") == null)
                .map(row -> (String) row.get("provider_subscription_id"))
                .toList();
    }

    private void send(HttpMethod method, String path, Map<String, ?> body) {
        ledger.admin()
                .authorized(http)
                .method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
    }
}
