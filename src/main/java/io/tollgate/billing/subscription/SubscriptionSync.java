package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.stripe.CustomerLock;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.user.User;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Brings our row of a subscription in step with Stripe's. Every event that concerns its state ends here, and none is believed:
 * the subscription is read, then written under the lock on its customer unless a later reading has been written already. So
 * the order in which events arrive does not matter, and neither do repeats.
 */
@Component
public class SubscriptionSync {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSync.class);

    /** The note on a subscription that was bought to take the place of another: that one's id at Stripe. */
    static final String UPGRADED_FROM = "upgrade_from_subscription_id";

    private final StripeSubscriptions stripe;
    private final UpgradeMoney upgrades;
    private final SubscriptionRepository subscriptions;
    private final SubscriptionOwner owner;
    private final PlanRepository plans;
    private final CustomerLock lock;
    private final StripeRow rows;
    private final LiveSubscription live;
    private final AheadOperations ahead;
    private final SubscriptionNews news;

    SubscriptionSync(
            StripeSubscriptions stripe,
            UpgradeMoney upgrades,
            SubscriptionRepository subscriptions,
            SubscriptionOwner owner,
            PlanRepository plans,
            CustomerLock lock,
            StripeRow rows,
            LiveSubscription live,
            AheadOperations ahead,
            SubscriptionNews news) {
        this.stripe = stripe;
        this.upgrades = upgrades;
        this.subscriptions = subscriptions;
        this.owner = owner;
        this.plans = plans;
        this.lock = lock;
        this.rows = rows;
        this.live = live;
        this.ahead = ahead;
        this.news = news;
    }

    /** Asks Stripe. To be done before the transaction. */
    public Mono<SubscriptionReading> read(String subscriptionId) {
        return subscriptions
                .nextReadOrder()
                .flatMap(order -> stripe.retrieve(subscriptionId)
                        .flatMap(subscription -> upgrades.moneyUnderWay(subscription)
                                .map(underWay -> new SubscriptionReading(order, subscription, underWay))));
    }

    /**
     * Writes a reading. Wants a transaction round it; holds the lock on the customer until it ends.
     *
     * @param clientReferenceId of the checkout page, where that is known
     * @return the row as it is now; empty for a subscription that is not ours
     */
    public Mono<SyncedSubscription> apply(SubscriptionReading reading, @Nullable String clientReferenceId) {
        StripeSubscription subscription = reading.subscription();
        return lock.acquire(subscription.customerId())
                .then(owner.find(subscription.metadata(), clientReferenceId, subscription.customerId()))
                .flatMap(user -> plan(subscription)
                        .switchIfEmpty(Mono.defer(() -> withoutPlan(subscription, user)))
                        .flatMap(plan -> write(reading, user, plan)));
    }

    /** One that our own checkout has made will have its plan here soon; the event is tried again until then. */
    private static Mono<Plan> withoutPlan(StripeSubscription subscription, User user) {
        LOG.warn(
                "Subscription {} of user {} has the price {}, which no plan has",
                subscription.id(),
                user.id(),
                subscription.priceId());
        return versionNote(subscription).isPresent()
                ? Mono.error(() -> new IllegalStateException("No plan yet for " + subscription.id()))
                : Mono.empty();
    }

    /** By the price, since a plan may be changed at Stripe; by our note when we have not yet noted the price. */
    private Mono<Plan> plan(StripeSubscription subscription) {
        return Mono.justOrEmpty(subscription.priceId())
                .flatMap(plans::findByPriceId)
                .switchIfEmpty(Mono.justOrEmpty(versionNote(subscription)).flatMap(plans::findByVersion));
    }

    private static Optional<UUID> versionNote(StripeSubscription subscription) {
        try {
            return Optional.ofNullable(subscription.metadata().get("plan_version_id"))
                    .map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Mono<SyncedSubscription> write(SubscriptionReading reading, User user, Plan plan) {
        return subscriptions
                .findByStripeId(reading.subscription().id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(before -> write(reading, user, plan, before.orElse(null)))
                .flatMap(now -> withItsPlan(now, plan, user));
    }

    /** An earlier reading that won may have been of another plan. */
    private Mono<SyncedSubscription> withItsPlan(Subscription now, Plan plan, User user) {
        return now.planVersionId().equals(plan.version().id())
                ? Mono.just(new SyncedSubscription(now, plan, user))
                : plans.findByVersion(now.planVersionId()).map(actual -> new SyncedSubscription(now, actual, user));
    }

    private Mono<Subscription> write(SubscriptionReading reading, User user, Plan plan, @Nullable Subscription before) {
        if (before != null
                && (before.readOrder() >= reading.order()
                        || reading.subscription().status() == StripeSubscription.Status.UNKNOWN)) {
            return Mono.just(before);
        }
        return Mono.justOrEmpty(rows.of(reading, user, plan, before))
                .filter(now -> mayFollow(before, now))
                .flatMap(now -> live.settle(now, upgradedFrom(reading)))
                .flatMap(subscriptions::upsert)
                .delayUntil(now -> news.begun(before, now, user))
                // While what was to come is still to come: its end says nothing of where it led to.
                .delayUntil(now -> news.changed(before, now, plan, user))
                .flatMap(now -> ahead.follow(reading.subscription(), now, user))
                .delayUntil(now -> news.ended(before, now, plan, user))
                .switchIfEmpty(Mono.justOrEmpty(before));
    }

    private static boolean mayFollow(@Nullable Subscription before, Subscription now) {
        if (before == null || before.status().mayBecome(now.status())) {
            return true;
        }
        LOG.warn(
                "Subscription {} is {} and cannot become {}: left alone",
                now.providerSubscriptionId(),
                before.status(),
                now.status());
        return false;
    }

    private static @Nullable String upgradedFrom(SubscriptionReading reading) {
        return reading.subscription().metadata().get(UPGRADED_FROM);
    }
}
