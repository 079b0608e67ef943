package io.tollgate.billing.engine;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How invoices are made.
 *
 * @param chunk subscriptions of one transaction of the run
 * @param lanes transactions of one run at once; numbers without gaps let only one of them commit at a time
 * @param mostMissed periods that are caught up with; a subscription that has missed more is parked
 * @param testClocks whether administrators may move single customers through time; never with Stripe's live keys
 */
@Validated
@ConfigurationProperties("tollgate.billing.engine")
record EngineProperties(
        @DefaultValue("200") @Min(1) @Max(200) int chunk,
        @DefaultValue("2") @Min(1) @Max(8) int lanes,

        @DefaultValue("24") @Min(1) @Max(1000) int mostMissed,

        @DefaultValue("false") boolean testClocks) {}
