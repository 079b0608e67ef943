package io.tollgate.auth.token;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of sessions is forgotten when: what can no longer be of use to anybody, an honest client or a thief. */
@Configuration(proxyBeanMethods = false)
class SessionExpiry {

    /** A token that has expired is refused by what it says itself; its row is kept a while for questions. */
    private static final Duration KEPT = Duration.ofDays(7);

    @Bean
    Expiring expiringRevocations() {
        return Expiring.rows("revocations", "until", Duration.ZERO);
    }

    @Bean
    Expiring expiringTokens(ExpiredTokens tokens) {
        return new Expiring("refresh_tokens", _ -> tokens.deleteOld(KEPT));
    }

    /** With their last tokens, some at a time: a session of months has thousands. */
    @Bean
    Expiring expiringSessions(ExpiredTokens tokens) {
        return new Expiring(
                "sessions",
                rows -> tokens.deleteOfSessionsThatEnded(KEPT).then(rows.delete("sessions", "expires_at", KEPT)));
    }
}
