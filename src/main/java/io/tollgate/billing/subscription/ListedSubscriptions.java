package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Compares every subscription that Stripe has not cancelled. What it lists is a reading like any other. */
@Component
class ListedSubscriptions implements DriftCheck {

    private final StripeSubscriptions stripe;
    private final SubscriptionRepository subscriptions;
    private final ComparedSubscriptions compared;
    private final SubscriptionRepair repair;
    private final UpgradeMoney upgrades;

    ListedSubscriptions(
            StripeSubscriptions stripe,
            SubscriptionRepository subscriptions,
            ComparedSubscriptions compared,
            SubscriptionRepair repair,
            UpgradeMoney upgrades) {
        this.stripe = stripe;
        this.subscriptions = subscriptions;
        this.compared = compared;
        this.repair = repair;
        this.upgrades = upgrades;
    }

    @Override
    public String name() {
        return "subscriptions.listed";
    }

    @Override
    public int position() {
        return 20;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return subscriptions
                .nextReadOrder()
                .flatMap(order -> stripe.page(after)
                        .flatMap(page -> compare(run, order, page.data())
                                .thenReturn(new Checked(page.data().size(), page.next()))));
    }

    private Mono<Void> compare(Run run, long order, List<StripeSubscription> listed) {
        List<String> ids = listed.stream().map(StripeSubscription::id).toList();
        return compared.find(ids)
                .flatMap(known -> Flux.fromIterable(listed)
                        .map(one -> new SubscriptionReading(order, one))
                        .filter(reading -> differs(reading, known))
                        .concatMap(this::withMoney)
                        .concatMap(reading -> repair.write(reading, run))
                        .then())
                .then(Mono.defer(() -> compared.listed(ids, run.id())));
    }

    /** A list does not say whether the money of an upgrade is still under way. */
    private Mono<SubscriptionReading> withMoney(SubscriptionReading listed) {
        return upgrades.moneyUnderWay(listed.subscription())
                .map(underWay -> new SubscriptionReading(listed.order(), listed.subscription(), underWay));
    }

    private boolean differs(SubscriptionReading reading, Map<String, ComparedSubscriptions.Known> all) {
        ComparedSubscriptions.Known known = all.get(reading.subscription().id());
        return known == null
                || !Objects.equals(known.priceId(), reading.subscription().priceId())
                || repair.differs(reading, known.subscription(), known.subscription());
    }
}
