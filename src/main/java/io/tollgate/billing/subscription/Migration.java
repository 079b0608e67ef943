package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeProration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The move of a plan's subscribers to the version that was sold when it began.
 *
 * @param fromNumber only those who have this version; null for whatever older one they have
 */
record Migration(
        UUID id,
        UUID planId,
        UUID versionId,
        @Nullable Integer fromNumber,
        StripeProration proration,
        boolean running,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /**
     * One subscription on its way.
     *
     * @param attempt grows when Stripe has answered that it failed
     */
    record Step(UUID subscriptionId, int attempt) {}

    /** What became of one subscription. */
    enum Outcome {
        MIGRATED,
        SKIPPED,
        FAILED
    }

    /**
     * How a step ended.
     *
     * @param reason why it was not migrated, in a word
     */
    record End(Outcome outcome, @Nullable String reason) {

        static final End MIGRATED = new End(Outcome.MIGRATED, null);

        static End skipped(String reason) {
            return new End(Outcome.SKIPPED, reason);
        }

        /** Of who pays a base fee and would have none: what is free they can take, and usage alone nobody would bill. */
        static End withoutBaseFee(boolean costsNothing) {
            return skipped(costsNothing ? "now_free" : "not_paid_for");
        }

        static End failed(String reason) {
            return new End(Outcome.FAILED, reason);
        }
    }
}
