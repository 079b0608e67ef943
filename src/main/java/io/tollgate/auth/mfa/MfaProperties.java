package io.tollgate.auth.mfa;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Second factors.
 *
 * @param issuer what an authenticator app shows above the code
 * @param challengeTtl how long after the first factor the second may come
 * @param maxFailures wrong second factors in a row, of any kind, until the account takes none for a while
 * @param lockFor for how long
 */
@Validated
@ConfigurationProperties("tollgate.auth.mfa")
record MfaProperties(
        @DefaultValue("Tollgate") @NotBlank(message = "MFA_ISSUER must not be empty") String issuer,

        @DefaultValue("5m") Duration challengeTtl,
        // NIST SP 800-63B-4 §3.2.2 allows no more than 100.
        @DefaultValue("10")
        @Min(value = 3, message = "MFA_MAX_FAILURES must be between 3 and 100") @Max(value = 100, message = "MFA_MAX_FAILURES must be between 3 and 100") int maxFailures,

        @DefaultValue("15m") Duration lockFor) {

    @AssertTrue(message = "MFA_CHALLENGE_TTL must be between 1m and 30m") boolean isChallengeTtlSane() {
        return between(challengeTtl, Duration.ofMinutes(1), Duration.ofMinutes(30));
    }

    @AssertTrue(message = "MFA_LOCK_FOR must be between 1m and 24h") boolean isLockForSane() {
        return between(lockFor, Duration.ofMinutes(1), Duration.ofHours(24));
    }

    private static boolean between(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }
}
