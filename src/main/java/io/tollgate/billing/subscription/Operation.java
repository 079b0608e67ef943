package io.tollgate.billing.subscription;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody wants done to a subscription, from the intent on. Its id is what Stripe knows it by, so however often
 * it is tried it is done once.
 *
 * @param planVersionId where it goes to; null unless it changes the plan
 * @param countedFrom the second from which a change is charged
 * @param credit whether the unused time is given back
 * @param attempt grows when Stripe has answered that it failed
 * @param claimedUntil until when somebody may be at it
 * @param paymentUrl where the payer confirms a waiting change
 */
record Operation(
        UUID id,
        UUID subscriptionId,
        Kind kind,
        @Nullable UUID planVersionId,
        @Nullable Instant countedFrom,
        boolean credit,
        Status status,
        int attempt,
        @Nullable Instant claimedUntil,
        @Nullable String paymentUrl,
        Instant createdAt) {

    /** What is done. */
    enum Kind {
        /** Ends with the period that is paid. */
        CANCEL,
        /** Does not end after all. */
        RESUME,
        CANCEL_NOW,
        /** Another plan now, with the difference charged. */
        CHANGE,
        /** Another plan when the paid period ends. */
        DOWNGRADE,
        /** The present plan after all. */
        KEEP,
        /** Nothing more is charged, and nothing opened after what is paid. */
        PAUSE,
        UNPAUSE;

        /** As stored, and in idempotency keys. */
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of it. */
    enum Status {
        /** Stripe is being asked, or was and did not answer. */
        PENDING,
        /** Stripe has it, and waits for the payer. */
        WAITING,
        /** Stripe has it, for the end of the period. */
        PLANNED,
        DONE,
        /** Stripe refused. */
        FAILED,
        /** Given up, or made pointless by something else. */
        DROPPED;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean claimedAt(Instant time) {
        return claimedUntil != null && claimedUntil.isAfter(time);
    }

    /** Wants the same. */
    boolean sameAs(OperationWish wish) {
        return kind == wish.kind()
                && credit == wish.credit()
                && (planVersionId == null ? wish.planVersionId() == null : planVersionId.equals(wish.planVersionId()));
    }
}
