package io.tollgate.billing.stripe;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of events is forgotten when. */
@Configuration(proxyBeanMethods = false)
class StripeEventExpiry {

    /**
     * They hold personal data, and Stripe itself delivers none again after 30 days. Those that are still owed stay: they wait, or lie
     * with the dead letters.
     */
    @Bean
    Expiring expiringStripeEvents() {
        return Expiring.rows("stripe_events", "received_at", Duration.ofDays(90), "status in ('processed', 'ignored')");
    }
}
