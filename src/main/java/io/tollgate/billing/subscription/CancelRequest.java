package io.tollgate.billing.subscription;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /admin/subscriptions/{id}/cancel}.
 *
 * @param atPeriodEnd false, unless said otherwise: now
 * @param credit whether the unused time is given back, as credit for later invoices; true unless said otherwise
 */
record CancelRequest(
        @Nullable Boolean atPeriodEnd, @Nullable Boolean credit) {

    boolean now() {
        return !Boolean.TRUE.equals(atPeriodEnd);
    }

    boolean givesCredit() {
        return !Boolean.FALSE.equals(credit);
    }
}
