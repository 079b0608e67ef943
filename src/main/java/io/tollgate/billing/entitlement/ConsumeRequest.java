package io.tollgate.billing.entitlement;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /billing/entitlements/{feature}/consume}.
 *
 * @param userId whose plan it is counted against, when a machine says so; users speak for themselves
 * @param transactionId the caller's name for this use; the {@code Idempotency-Key} header will do as well
 */
record ConsumeRequest(
        @NotNull @Positive @Max(1_000_000_000) Long amount,

        @Nullable @Pattern(regexp = ConsumeRequest.NAME, message = "Must be 1 to 255 visible characters") String transactionId,

        @Nullable UUID userId) {

    static final String NAME = "[\\x21-\\x7E]{1,255}";
}
