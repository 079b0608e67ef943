package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeProration;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /billing/plans/{id}/migrate}.
 *
 * @param fromVersion only who has this version; null for everybody
 * @param prorationBehavior {@code none} unless said otherwise: nobody is charged before the next period
 */
record MigrateRequest(
        @Nullable @Positive Integer fromVersion,

        @Nullable @Pattern(
                regexp = "none|create_prorations|always_invoice",
                message = "Must be none, create_prorations or always_invoice")
        String prorationBehavior) {

    StripeProration proration() {
        return prorationBehavior == null ? StripeProration.NONE : StripeProration.of(prorationBehavior);
    }
}
