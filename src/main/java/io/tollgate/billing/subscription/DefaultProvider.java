package io.tollgate.billing.subscription;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who runs and collects what users subscribe to by themselves: with {@code stripe} a checkout page is opened, with the others the
 * engine begins at once and sends invoices.
 */
@Validated
@ConfigurationProperties("tollgate.billing")
record DefaultProvider(
        @DefaultValue("stripe") @NotNull(message = "BILLING_PROVIDER must be stripe, manual or paymob") Provider provider) {

    boolean engine() {
        return provider != Provider.STRIPE;
    }
}
