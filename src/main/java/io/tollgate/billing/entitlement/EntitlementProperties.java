package io.tollgate.billing.entitlement;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What counts without a subscription, and for how long one counts that is not paid.
 *
 * @param defaultPlan code of the plan whose features those without a subscription have; one that does not exist gives none
 * @param pastDueGrace how long a failed renewal is overlooked, from the start of the period that is not paid
 */
@Validated
@ConfigurationProperties("tollgate.billing.entitlements")
record EntitlementProperties(
        @NotBlank String defaultPlan,

        @DefaultValue("14d") @DurationMin(message = "PAST_DUE_GRACE must not be negative")
        Duration pastDueGrace) {}
