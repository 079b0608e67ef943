package io.tollgate.billing.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a change answers.
 *
 * @param status {@code changed}, {@code planned}, {@code action_required} or {@code checkout_required}
 * @param paymentUrl where the payer confirms, or pays for the first time
 * @param effectiveAt when a planned change takes effect
 * @param subscription as it is now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeResponse(
        String status,
        @Nullable String paymentUrl,
        @Nullable Instant effectiveAt,
        @Nullable SubscriptionView subscription) {}
