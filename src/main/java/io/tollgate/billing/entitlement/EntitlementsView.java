package io.tollgate.billing.entitlement;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tollgate.billing.plan.Tier;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a user is entitled to.
 *
 * @param plan null when there is no plan for those without a subscription
 * @param subscription null when there is none that opens anything
 */
record EntitlementsView(
        Tier tier, @Nullable OfPlan plan, @Nullable OfSubscription subscription, List<OfFeature> features) {

    /** A plan at its version. */
    record OfPlan(UUID id, String code, String name, int version) {}

    /** @param accessEndsAt when it will open nothing any more, as far as is known */
    record OfSubscription(UUID id, String status, @Nullable Instant accessEndsAt) {}

    /** One feature; what it says depends on its kind. */
    sealed interface OfFeature {}

    /** Open or, when it is not in the list, not. */
    record Switch(String feature, String name, String kind, boolean enabled) implements OfFeature {}

    /** @param value a string, number or boolean */
    record Static(
            String feature,
            String name,
            String kind,
            @JsonRawValue @Nullable String value) implements OfFeature {}

    /** @param limit null for without limit; so is {@code remaining} */
    record Metered(
            String feature,
            String name,
            String kind,
            @Nullable Long limit,
            boolean hardLimit,
            String reset,
            long used,
            @Nullable Long remaining,
            @Nullable Instant resetsAt)
            implements OfFeature {}

    static EntitlementsView of(Entitled entitled, List<UsageRepository.Used> usage) {
        PlanRef plan = entitled.plan();
        Access.Held held = entitled.held();
        return new EntitlementsView(
                entitled.tier(),
                plan == null ? null : new OfPlan(plan.id(), plan.code(), plan.name(), plan.number()),
                held == null
                        ? null
                        : new OfSubscription(
                                held.subscriptionId(), held.status().shown(), entitled.endsAt()),
                entitled.terms().values().stream()
                        .sorted((one, other) ->
                                one.feature().key().compareTo(other.feature().key()))
                        .map(term -> feature(entitled, term, usage))
                        .toList());
    }

    private static OfFeature feature(Entitled entitled, Term term, List<UsageRepository.Used> usage) {
        Feature feature = term.feature();
        String kind = feature.kind().value();
        Quota quota = term.quota();
        return switch (feature.kind()) {
            case BOOLEAN -> new Switch(feature.key(), feature.name(), kind, true);
            case STATIC -> new Static(feature.key(), feature.name(), kind, term.value());
            case METERED -> {
                if (quota == null) {
                    throw new IllegalStateException("A metered feature has a quota");
                }
                Window window = entitled.window(quota);
                long used = used(feature, window, usage);
                Long limit = quota.limit();
                yield new Metered(
                        feature.key(),
                        feature.name(),
                        kind,
                        limit,
                        quota.hard(),
                        quota.reset().value(),
                        used,
                        limit == null ? null : Math.max(0, limit - used),
                        window.end());
            }
        };
    }

    private static long used(Feature feature, Window window, List<UsageRepository.Used> usage) {
        return usage.stream()
                .filter(row -> row.featureId().equals(feature.id())
                        && row.windowStart().equals(window.start()))
                .mapToLong(UsageRepository.Used::used)
                .sum();
    }
}
