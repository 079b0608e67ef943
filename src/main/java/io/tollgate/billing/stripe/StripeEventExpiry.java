package io.tollgate.billing.stripe;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of events is forgotten when. */
@Configuration(proxyBeanMethods = false)
class StripeEventExpiry {

    private static final String NOT_OWED =
            """
            status in ('processed', 'ignored')
            or status = 'failed' and not exists (select from dead_letters where %1$s) and not exists (select from outbox where %1$s)
            """.formatted("type = '" + StripeEventJob.TYPE.name() + "' and payload ->> 'event_id' = stripe_events.id");

    /**
     * They hold personal data, and Stripe itself delivers none again after 30 days. Those that are still owed stay: they wait, or lie
     * with the dead letters until somebody sends them again, or drops them.
     */
    @Bean
    Expiring expiringStripeEvents() {
        return Expiring.rows("stripe_events", "received_at", Duration.ofDays(90), NOT_OWED);
    }
}
