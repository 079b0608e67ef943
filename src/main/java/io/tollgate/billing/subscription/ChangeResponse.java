package io.tollgate.billing.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
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
        @Schema(allowableValues = {"changed", "planned", "action_required", "checkout_required"})
        String status,

        @Schema(example = "https://invoice.stripe.com/i/acct_1/test_a1b2c3") @Nullable
        String paymentUrl,

        @Nullable Instant effectiveAt,
        @Nullable SubscriptionView subscription) {}
