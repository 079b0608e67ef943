package io.tollgate.billing.plan;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripePrice;
import io.tollgate.billing.stripe.NewStripeProduct;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripePrice;
import io.tollgate.billing.stripe.StripePrices;
import io.tollgate.billing.stripe.StripeProduct;
import io.tollgate.billing.stripe.StripeProductChange;
import io.tollgate.billing.stripe.StripeProducts;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Brings Stripe's product and prices in line with a plan: one product per plan, one price per version that costs something,
 * only the current one on sale.
 *
 * <p>Every step may be repeated and may run on two nodes at once: what is created is created under a key of the plan or the
 * version, with the very same words each time, and its id is written down before the next step.
 */
@Component
public class PlanSync {

    private final PlanSyncRepository sync;
    private final StripeProducts products;
    private final StripePrices prices;

    PlanSync(PlanSyncRepository sync, StripeProducts products, StripePrices prices) {
        this.sync = sync;
        this.products = products;
        this.prices = prices;
    }

    /**
     * @param operation names this attempt; an update under a name used before would be answered, not done
     * @return the revision that Stripe now has; empty when there is no such plan
     */
    public Mono<Long> sync(UUID planId, String operation) {
        return sync.load(planId)
                .flatMap(plan -> inLine(plan, operation).thenReturn(plan.plan().revision()));
    }

    private Mono<Void> inLine(PlanAtStripe plan, String operation) {
        if (!plan.concernsStripe()) {
            return Mono.empty();
        }
        UUID planId = plan.plan().id();
        return sync.settleIntent(planId)
                .flatMap(intent -> product(plan, intent)
                        .flatMap(productId -> describe(plan, productId, operation)
                                .then(price(plan, productId, intent.attempt()))
                                .then(archiveOutdated(planId, operation)))
                        .onErrorResume(StripeFailure.class, failure -> giveUp(planId, intent, failure)));
    }

    /**
     * A server error that outlived all tries of one call is what Stripe will say under this key for a day. Then another key is
     * used: a product that was made all the same is never sold.
     */
    private Mono<Void> giveUp(UUID planId, PlanSyncRepository.Intent intent, StripeFailure failure) {
        Mono<Void> forget = failure.status() >= 500 ? sync.nextAttempt(planId, intent.attempt()) : Mono.empty();
        return forget.then(Mono.error(failure));
    }

    private Mono<String> product(PlanAtStripe plan, PlanSyncRepository.Intent intent) {
        if (plan.productId() != null) {
            return Mono.just(plan.productId());
        }
        UUID planId = plan.plan().id();
        Map<String, String> metadata =
                Map.of("plan_id", planId.toString(), "plan_code", plan.plan().code());
        return products.create(
                        IdempotencyKey.of("product", planId, intent.attempt()),
                        new NewStripeProduct(intent.name(), null, metadata))
                .map(StripeProduct::id)
                .flatMap(productId -> sync.recordProduct(planId, productId).thenReturn(productId));
    }

    /** Name and whether it is sold. A product just made for an active plan has both right, unless the name moved on. */
    private Mono<Void> describe(PlanAtStripe plan, String productId, String operation) {
        String name = plan.plan().name();
        boolean fresh = plan.productId() == null && (plan.productName() == null || name.equals(plan.productName()));
        if (fresh) {
            return Mono.empty();
        }
        int revision = (int) plan.plan().revision();
        return products.update(
                        IdempotencyKey.of(
                                "product.update:" + operation, plan.plan().id(), revision),
                        productId,
                        new StripeProductChange(name, null, plan.plan().active(), Map.of()))
                .then(sync.recordName(plan.plan().id(), name));
    }

    private Mono<Void> price(PlanAtStripe plan, String productId, int attempt) {
        if (!plan.lacksPrice()) {
            return Mono.empty();
        }
        PlanVersion version = plan.plan().version();
        return prices.create(IdempotencyKey.of("price", version.id(), attempt), newPrice(plan.plan(), productId))
                .flatMap(price -> sync.recordPrice(version.id(), price.id()));
    }

    private static NewStripePrice newPrice(Plan plan, String productId) {
        PlanPrice price = plan.price();
        return new NewStripePrice(
                productId,
                price.currency(),
                price.cents(),
                new StripePrice.Recurring(
                        StripePrice.Interval.valueOf(price.period().interval()),
                        price.period().intervalCount()),
                Map.of(
                        "plan_id", plan.id().toString(),
                        "plan_version_id", plan.version().id().toString()));
    }

    /** Read anew: a job for a later version, done meanwhile, could not yet see the price that this one has made. */
    private Mono<Void> archiveOutdated(UUID planId, String operation) {
        return sync.load(planId)
                .flatMapIterable(PlanAtStripe::outdated)
                .concatMap(price -> prices.archive(
                                IdempotencyKey.of("price.archive:" + operation, price.versionId(), 1), price.priceId())
                        .then(sync.recordArchived(price.versionId())))
                .then();
    }
}
