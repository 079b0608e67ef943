package io.tollgate.billing.paymob;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of callbacks is forgotten when. */
@Configuration(proxyBeanMethods = false)
class CallbackExpiry {

    /** As with Stripe's events. */
    @Bean
    Expiring expiringPaymobCallbacks() {
        return Expiring.rows("paymob_callbacks", "received_at", Duration.ofDays(90));
    }
}
