package io.tollgate.auth.verification;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of links and reservations is forgotten when. */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

    /** For a while old links are known as expired or used, so that people are told which. */
    @Bean
    Expiring expiringLinks() {
        return Expiring.rows("one_time_tokens", "expires_at", Duration.ofDays(30));
    }

    /** Names whose reservation is over. */
    @Bean
    Expiring expiringReservations() {
        return Expiring.rows("reserved_usernames", "until", Duration.ZERO);
    }
}
