package io.tollgate.auth.mfa;

import io.tollgate.platform.db.Expiring;
import io.tollgate.platform.secret.Sealed;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of second factors is forgotten when, and what of them is sealed. */
@Configuration(proxyBeanMethods = false)
class MfaConfiguration {

    /** Logins that stopped at their second factor. */
    @Bean
    Expiring expiringMfaChallenges() {
        return Expiring.rows("mfa_challenges", "expires_at", Duration.ofDays(1));
    }

    @Bean
    Sealed sealedTotpSecrets() {
        return TotpRepository.SECRETS;
    }

    @Bean
    Sealed sealedRecoveryCodes() {
        return RecoveryCodeRepository.DIGESTS;
    }
}
