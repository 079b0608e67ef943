package io.tollgate.billing.webhook;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of messages is forgotten when. */
@Configuration(proxyBeanMethods = false)
class MessageExpiry {

    private static final String NOBODY_WAITS = """
            not exists (
                select from webhook_deliveries d where d.message_id = webhook_messages.id and d.status = 'pending')
            """;

    /** What was sent, and to whom, once nobody will ask for it to be sent again. What was so late on, or not sent yet, stays. */
    @Bean
    Expiring expiringMessages() {
        return Expiring.rows("webhook_messages", "created_at", Duration.ofDays(30), NOBODY_WAITS);
    }
}
