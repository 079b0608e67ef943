package io.tollgate.auth.social;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of signing in elsewhere is forgotten when. */
@Configuration(proxyBeanMethods = false)
class SocialExpiry {

    /** Flows nobody came back from. */
    @Bean
    Expiring expiringSocialFlows() {
        return Expiring.rows("social_flows", "expires_at", Duration.ZERO);
    }

    /** Codes nobody exchanged. */
    @Bean
    Expiring expiringHandOffs() {
        return Expiring.rows("social_hand_offs", "expires_at", Duration.ZERO);
    }

    /** Tokens that have expired by themselves. */
    @Bean
    Expiring expiringIdTokens() {
        return Expiring.rows("used_id_tokens", "expires_at", Duration.ZERO);
    }
}
