package io.tollgate.billing.subscription;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Stripe's page for customers.
 *
 * @param returnUrl where it leads back to
 * @param configuration which of the account's portal configurations; empty for its default
 */
@Validated
@ConfigurationProperties("tollgate.billing.portal")
record PortalProperties(
        @Pattern(regexp = "https?://.+", message = "PORTAL_RETURN_URL must be an http or https URL") String returnUrl,

        @Pattern(regexp = "|bpc_\\w+", message = "STRIPE_PORTAL_CONFIGURATION must look like bpc_…") @DefaultValue("")
        String configuration) {

    @Nullable String chosenConfiguration() {
        return configuration.isEmpty() ? null : configuration;
    }
}
