package io.tollgate.billing.subscription;

import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where checkout pages lead and how long they are waited for.
 *
 * @param successUrl after paying; Stripe puts the session's id in the place of {@code {CHECKOUT_SESSION_ID}}
 * @param cancelUrl after turning back
 * @param claim how long one request may be at making a page before another takes over
 * @param patience how long a request waits for another one that makes the same user's page
 * @param margin a page that expires sooner is not handed out again
 */
@Validated
@ConfigurationProperties("tollgate.billing.checkout")
record CheckoutProperties(
        @Pattern(regexp = "https?://.+", message = "CHECKOUT_SUCCESS_URL must be an http or https URL") String successUrl,

        @Pattern(regexp = "https?://.+", message = "CHECKOUT_CANCEL_URL must be an http or https URL") String cancelUrl,

        @DefaultValue("90s") Duration claim,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("10m") Duration margin) {}
