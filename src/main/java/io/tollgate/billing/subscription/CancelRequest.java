package io.tollgate.billing.subscription;

import io.tollgate.billing.pricing.CancelPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /admin/subscriptions/{id}/cancel}.
 *
 * @param atPeriodEnd false, unless said otherwise: now
 * @param credit whether the unused time is given back, as credit for later invoices; true unless said otherwise
 * @param refund whether it is given back as money instead, as far as it was paid; not where Stripe runs the subscription, there
 *     it is credit
 */
record CancelRequest(
        @Nullable Boolean atPeriodEnd,
        @Nullable Boolean credit,
        @Nullable Boolean refund) {

    boolean now() {
        return !Boolean.TRUE.equals(atPeriodEnd);
    }

    CancelPolicy policy() {
        if (Boolean.TRUE.equals(refund)) {
            return CancelPolicy.REFUND;
        }
        return Boolean.FALSE.equals(credit) ? CancelPolicy.NONE : CancelPolicy.CREDIT;
    }
}
