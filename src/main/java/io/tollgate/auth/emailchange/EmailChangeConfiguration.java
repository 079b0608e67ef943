package io.tollgate.auth.emailchange;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of changes of address is forgotten when. */
@Configuration(proxyBeanMethods = false)
class EmailChangeConfiguration {

    /** Those that nobody finished. */
    @Bean
    Expiring expiringEmailChanges() {
        return Expiring.rows("email_changes", "expires_at", Duration.ZERO);
    }
}
