package io.tollgate.billing.stripe;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Stripe is reached and how much patience we have with it.
 *
 * @param apiVersion in whose shape Stripe answers: that of stripe-java's types, to be changed only with them
 * @param webhookSecrets any of them signs a webhook: two while one is being rolled
 * @param attemptTimeout until the first byte of an answer, once the request is out
 * @param callTimeout for all tries of one call, waiting for a connection included
 * @param maxAttempts tries of one call, the first included
 * @param retryDelay before the second try; doubles, with jitter
 * @param maxConnections requests that run at once: Stripe's sandbox takes 25 per second
 * @param maxCalls calls that run or wait; one more is refused at once
 * @param breakerOpenFor how long nothing is sent after too many failures
 */
@Validated
@ConfigurationProperties("tollgate.stripe")
record StripeProperties(
        @Pattern(regexp = "https?://[^/]+", message = "STRIPE_API_BASE must look like https://api.stripe.com") @DefaultValue("https://api.stripe.com")
        String apiBase,

        @NotBlank(message = "STRIPE_SECRET_KEY must be set") String secretKey,
        @DefaultValue("2026-07-29.dahlia") String apiVersion,

        @NotEmpty(message = "STRIPE_WEBHOOK_SECRET must be set") List<@NotBlank String> webhookSecrets,

        @DefaultValue("8s") Duration attemptTimeout,
        @DefaultValue("25s") Duration callTimeout,
        @DefaultValue("3") @Min(1) @Max(10) int maxAttempts,
        @DefaultValue("500ms") Duration retryDelay,
        @DefaultValue("25") @Min(1) @Max(100) int maxConnections,
        @DefaultValue("250") @Min(1) int maxCalls,
        @DefaultValue("15s") Duration breakerOpenFor) {

    @Override
    public String toString() {
        // Keys do not belong in a log.
        return "StripeProperties[" + apiBase + "]";
    }
}
