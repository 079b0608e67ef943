package io.tollgate.billing.subscription;

import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.platform.web.ApiException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /admin/subscriptions/{id}/cancel}.
 *
 * @param atPeriodEnd false, unless said otherwise: now
 * @param at a date to come on which it ends, whatever its period; only of what is billed here, and not with {@code at_period_end}
 * @param credit whether the unused time is given back, as credit for later invoices; true unless said otherwise
 * @param refund whether it is given back as money instead, as far as it was paid; not where Stripe runs the subscription, there
 *     it is credit
 */
record CancelRequest(
        @Nullable Boolean atPeriodEnd,
        @Nullable Instant at,
        @Nullable Boolean credit,
        @Nullable Boolean refund) {

    boolean now() {
        return !Boolean.TRUE.equals(atPeriodEnd);
    }

    /** @throws ApiException 422 for two dates at once */
    CancelRequest checked() {
        if (at != null && !now()) {
            throw ApiException.invalid("at", "Must not be given with at_period_end");
        }
        return this;
    }

    CancelPolicy policy() {
        if (Boolean.TRUE.equals(refund)) {
            return CancelPolicy.REFUND;
        }
        return Boolean.FALSE.equals(credit) ? CancelPolicy.NONE : CancelPolicy.CREDIT;
    }
}
