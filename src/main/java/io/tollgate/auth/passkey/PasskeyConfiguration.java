package io.tollgate.auth.passkey;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of passkeys is forgotten when. */
@Configuration(proxyBeanMethods = false)
class PasskeyConfiguration {

    /** Challenges that nobody answered. */
    @Bean
    Expiring expiringPasskeyChallenges() {
        return Expiring.rows("passkey_challenges", "expires_at", Duration.ZERO);
    }
}
