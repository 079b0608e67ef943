package io.tollgate.billing.entitlement;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /billing/entitlements/{feature}/consume}.
 *
 * @param transactionId the caller's name for this use; the {@code Idempotency-Key} header will do as well
 */
record ConsumeRequest(
        @NotNull @Positive @Max(1_000_000_000) Long amount,

        @Nullable @Pattern(regexp = ConsumeRequest.NAME, message = "Must be 1 to 255 visible characters") String transactionId) {

    static final String NAME = "[\\x21-\\x7E]{1,255}";
}
