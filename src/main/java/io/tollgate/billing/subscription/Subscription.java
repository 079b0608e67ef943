package io.tollgate.billing.subscription;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's subscription to one version of a plan.
 *
 * @param providerSubscriptionId null for {@link Provider#MANUAL}
 * @param startedAt of the whole subscription, not of the period
 * @param currentPeriodEnd null for what has no end; of a cancelled subscription the end of access
 * @param canceledAt when the cancellation was asked for
 * @param endedAt when it took effect
 * @param duplicateOf the subscription the user had when paying for this one; this one is cancelled and refunded
 * @param replacedBy the subscription that took its place
 * @param readOrder of the reading at Stripe this stems from; a later one has a higher number
 * @param engine whether its periods are counted and its invoices made here, and not by Stripe
 */
public record Subscription(
        UUID id,
        UUID userId,
        UUID planVersionId,
        Provider provider,
        @Nullable String providerSubscriptionId,
        @Nullable String providerCustomerId,
        SubscriptionStatus status,
        Instant startedAt,
        @Nullable Instant currentPeriodStart,
        @Nullable Instant currentPeriodEnd,
        @Nullable Instant trialEnd,
        boolean cancelAtPeriodEnd,
        @Nullable Instant canceledAt,
        @Nullable Instant endedAt,
        @Nullable UUID duplicateOf,
        @Nullable UUID replacedBy,
        long readOrder,
        boolean engine) {

    /** Takes the user's one place. */
    public boolean live() {
        return status.live() && duplicateOf == null && replacedBy == null;
    }

    public boolean duplicate() {
        return duplicateOf != null;
    }

    /** Ended, as something the user should hear of: not replaced by another one, not a duplicate. */
    public boolean canceledForGood() {
        return status == SubscriptionStatus.CANCELED && duplicateOf == null && replacedBy == null;
    }

    /** Of two that were paid for, the earlier one stays; made in the same second, the id decides, the same on every node. */
    boolean olderThan(Subscription other) {
        int order = startedAt.compareTo(other.startedAt);
        return order != 0 ? order < 0 : key().compareTo(other.key()) < 0;
    }

    private String key() {
        return providerSubscriptionId == null ? "" : providerSubscriptionId;
    }

    Subscription asDuplicateOf(UUID other) {
        return new Subscription(
                id,
                userId,
                planVersionId,
                provider,
                providerSubscriptionId,
                providerCustomerId,
                status,
                startedAt,
                currentPeriodStart,
                currentPeriodEnd,
                trialEnd,
                cancelAtPeriodEnd,
                canceledAt,
                endedAt,
                other,
                replacedBy,
                readOrder,
                engine);
    }
}
