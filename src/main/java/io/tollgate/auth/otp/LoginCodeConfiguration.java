package io.tollgate.auth.otp;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of login codes is forgotten when. */
@Configuration(proxyBeanMethods = false)
class LoginCodeConfiguration {

    /** Also the addresses without account that somebody wanted one for. */
    @Bean
    Expiring expiringLoginCodes() {
        return Expiring.rows("login_codes", "expires_at", Duration.ofDays(1));
    }
}
