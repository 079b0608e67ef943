package io.tollgate.auth.otp;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Codes to log in with.
 *
 * @param ttl how long one is good
 * @param pause between two mails to the same address
 * @param maxTries after which a code is dead, were it right
 * @param flowRequired a code counts only together with the flow that it was asked for in (ASVS 6.6.2); the original system's
 *     clients send none
 */
@Validated
@ConfigurationProperties("tollgate.auth.login-code")
record LoginCodeProperties(
        @DefaultValue("15m") Duration ttl,
        @DefaultValue("60s") Duration pause,
        @DefaultValue("5") @Min(1) @Max(10) int maxTries,
        @DefaultValue("false") boolean flowRequired) {

    @AssertTrue(message = "LOGIN_CODE_TTL must be between 1m and 1h") boolean isTtlSane() {
        return ttl.compareTo(Duration.ofMinutes(1)) >= 0 && ttl.compareTo(Duration.ofHours(1)) <= 0;
    }

    /** As a person says it. */
    String ttlInWords() {
        long minutes = ttl.toMinutes();
        return minutes + (minutes == 1 ? " minute" : " minutes");
    }
}
