package io.tollgate.billing.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.plan.PlanView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to come of a subscription by itself.
 *
 * @param kind {@code change} waits for its payment, {@code downgrade} and {@code pause} for the end of the period, {@code cancel} for
 *     its date
 * @param plan the plan it goes to
 * @param at when
 * @param paymentUrl where the payer confirms a waiting change
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UpcomingView(
        @Schema(allowableValues = {"change", "downgrade", "pause", "cancel"})
        String kind,

        @Nullable PlanView plan,
        @Nullable Instant at,

        @Schema(example = "https://invoice.stripe.com/i/acct_1/test_a1b2c3") @Nullable
        String paymentUrl) {}
