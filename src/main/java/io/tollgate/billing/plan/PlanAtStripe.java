package io.tollgate.billing.plan;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan and what of it is at Stripe, as far as we know.
 *
 * @param productName the name with which the product was asked for or last changed
 * @param prices the versions that have a price at Stripe on which it still sells
 */
record PlanAtStripe(
        Plan plan, @Nullable String productId, @Nullable String productName, List<SoldPrice> prices) {

    /** A price that Stripe sells at. */
    record SoldPrice(UUID versionId, int number, String priceId) {}

    /** Whether Stripe has to know of this plan: it costs something, or it did. */
    boolean concernsStripe() {
        return productId != null || plan.active() && !plan.price().free();
    }

    /** Free versions are never paid for, so Stripe has no use for them. */
    boolean lacksPrice() {
        return plan.active() && !plan.price().free() && plan.version().stripePriceId() == null;
    }

    List<SoldPrice> outdated() {
        return prices.stream()
                .filter(price -> price.number() != plan.version().number())
                .toList();
    }
}
