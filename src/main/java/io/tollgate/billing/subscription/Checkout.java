package io.tollgate.billing.subscription;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checkout page of a user, from the intent on.
 *
 * @param sessionId Stripe's; with {@code url} and {@code expiresAt} null until Stripe has answered
 * @param claimedUntil until when somebody may be creating it
 * @param replaces the subscription whose place is taken when the page is paid
 */
record Checkout(
        UUID id,
        UUID userId,
        UUID planVersionId,
        Status status,
        @Nullable String sessionId,
        @Nullable String url,
        @Nullable Instant expiresAt,
        @Nullable Instant claimedUntil,
        Instant createdAt,
        @Nullable UUID replaces) {

    /** What became of it. */
    enum Status {
        /** Stripe is being asked, or was and did not answer. */
        CREATING,
        OPEN,
        /** Another one is wanted; this one is still to be closed at Stripe. */
        REPLACING,
        REPLACED,
        COMPLETED,
        EXPIRED,
        /** Stripe refused to make it, or the payment failed after all. */
        FAILED
    }

    /** Can be paid on, for long enough to do so. */
    boolean usableAt(Instant time) {
        return status == Status.OPEN && url != null && expiresAt != null && expiresAt.isAfter(time);
    }

    /** Sells this, in the place of that. */
    boolean sells(UUID version, @Nullable UUID replaced) {
        return planVersionId.equals(version) && Objects.equals(replaces, replaced);
    }

    boolean claimedAt(Instant time) {
        return status == Status.CREATING && claimedUntil != null && claimedUntil.isAfter(time);
    }

    static Checkout from(Readable row) {
        return new Checkout(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                Columns.required(row, "plan_version_id", UUID.class),
                Status.valueOf(Columns.required(row, "status", String.class).toUpperCase(Locale.ROOT)),
                row.get("session_id", String.class),
                row.get("url", String.class),
                Columns.timeOrNull(row, "expires_at"),
                Columns.timeOrNull(row, "claimed_until"),
                Columns.time(row, "created_at"),
                row.get("replaces", UUID.class));
    }
}
