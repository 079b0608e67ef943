package io.tollgate.billing.webhook;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of messages is forgotten when. */
@Configuration(proxyBeanMethods = false)
class MessageExpiry {

    /** What was sent, and to whom, once nobody will ask for it to be sent again. */
    @Bean
    Expiring expiringMessages() {
        return Expiring.rows("webhook_messages", "created_at", Duration.ofDays(30));
    }
}
