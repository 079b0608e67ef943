package io.tollgate.billing.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What subscribing answers.
 *
 * @param checkoutUrl where the user pays; null when there is nothing to pay
 * @param subscription what is active now; absent while it has to be paid for
 */
record SubscribeResponse(
        @Nullable String checkoutUrl,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SubscriptionView subscription) {}
