package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as Stripe has it now: the one source of a subscription's status.
 *
 * @param itemId the first item; ours have one
 * @param currentPeriodStart of the first item; before 2025-03-31.basil the subscription itself had the period
 * @param currentPeriodEnd the earliest end of all items: until then everything is paid for
 * @param cancelAtPeriodEnd it ends with the period, or at another date that was set, unless that is undone
 * @param endsAtDate the end is a date ({@code cancel_at}) and not the period's flag: so Stripe's portal sets it where billing is
 *     flexible, as it is by default since 2025-09-30.clover. It is undone in another way
 * @param canceledAt when the cancellation was asked for
 * @param endedAt when it ended
 * @param scheduleId the schedule that will change it
 * @param pendingUpdate null when nothing waits for money
 * @param collectionPaused invoices are made and thrown away ({@code pause_collection})
 */
public record StripeSubscription(
        String id,
        String customerId,
        Status status,
        @Nullable String itemId,
        @Nullable String priceId,
        @Nullable String productId,
        @Nullable Instant currentPeriodStart,
        @Nullable Instant currentPeriodEnd,
        boolean cancelAtPeriodEnd,
        boolean endsAtDate,
        @Nullable Instant canceledAt,
        @Nullable Instant endedAt,
        @Nullable Instant trialEnd,
        Map<String, String> metadata,
        @Nullable String latestInvoiceId,
        Instant createdAt,
        @Nullable String scheduleId,
        @Nullable PendingUpdate pendingUpdate,
        boolean collectionPaused) {

    /**
     * A change that waits until its invoice, the subscription's latest one, is paid.
     *
     * @param priceId what the first item will cost
     * @param expiresAt when Stripe forgets the change: 23 hours after it was asked for
     */
    public record PendingUpdate(
            @Nullable String priceId, @Nullable Instant expiresAt) {}

    public enum Status {
        INCOMPLETE,
        INCOMPLETE_EXPIRED,
        TRIALING,
        ACTIVE,
        PAST_DUE,
        UNPAID,
        PAUSED,
        CANCELED,
        /** One that did not exist when this was written: gives no access and takes none away. */
        UNKNOWN
    }

    static StripeSubscription from(JsonObject json) {
        Subscription subscription = StripeJson.read(json, Subscription.class);
        List<SubscriptionItem> items =
                subscription.getItems() == null || subscription.getItems().getData() == null
                        ? List.of()
                        : subscription.getItems().getData();
        SubscriptionItem first = items.isEmpty() ? null : items.getFirst();
        boolean withPeriod = Boolean.TRUE.equals(subscription.getCancelAtPeriodEnd());
        boolean atDate = subscription.getCancelAt() != null;
        return new StripeSubscription(
                subscription.getId(),
                subscription.getCustomer(),
                StripeWord.of(Status.class, subscription.getStatus(), Status.UNKNOWN),
                first == null ? null : first.getId(),
                first == null || first.getPrice() == null
                        ? null
                        : first.getPrice().getId(),
                first == null || first.getPrice() == null
                        ? null
                        : first.getPrice().getProduct(),
                orElse(first == null ? null : first.getCurrentPeriodStart(), json, "current_period_start"),
                orElse(earliestEnd(items), json, "current_period_end"),
                withPeriod || atDate,
                atDate && !withPeriod,
                StripeTime.orNull(subscription.getCanceledAt()),
                StripeTime.orNull(subscription.getEndedAt()),
                StripeTime.orNull(subscription.getTrialEnd()),
                StripeMetadata.of(subscription.getMetadata()),
                subscription.getLatestInvoice(),
                StripeTime.of(subscription.getCreated()),
                subscription.getSchedule(),
                pendingUpdate(subscription.getPendingUpdate()),
                subscription.getPauseCollection() != null);
    }

    private static @Nullable PendingUpdate pendingUpdate(Subscription.@Nullable PendingUpdate pending) {
        if (pending == null) {
            return null;
        }
        return new PendingUpdate(
                Stream.ofNullable(pending.getSubscriptionItems())
                        .flatMap(List::stream)
                        .map(item ->
                                item.getPrice() == null ? null : item.getPrice().getId())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                StripeTime.orNull(pending.getExpiresAt()));
    }

    private static @Nullable Long earliestEnd(List<SubscriptionItem> items) {
        return items.stream()
                .map(SubscriptionItem::getCurrentPeriodEnd)
                .filter(Objects::nonNull)
                .min(Long::compareTo)
                .orElse(null);
    }

    /** What the items say, or else the field of the subscription itself. */
    private static @Nullable Instant orElse(@Nullable Long ofItems, JsonObject json, String legacyField) {
        if (ofItems != null) {
            return Instant.ofEpochSecond(ofItems);
        }
        return json.get(legacyField) != null && json.get(legacyField).isJsonPrimitive()
                ? Instant.ofEpochSecond(json.get(legacyField).getAsLong())
                : null;
    }
}
