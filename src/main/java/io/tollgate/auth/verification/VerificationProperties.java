package io.tollgate.auth.verification;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Links that prove a mailbox.
 *
 * @param tokenTtl how long one is good
 * @param pause between two mails to the same user
 */
@Validated
@ConfigurationProperties("tollgate.auth.verification")
record VerificationProperties(
        @DefaultValue("24h") Duration tokenTtl,
        @DefaultValue("60s") Duration pause) {

    @AssertTrue(message = "VERIFICATION_TOKEN_TTL must be between 5m and 30d") boolean isTokenTtlSane() {
        return tokenTtl.compareTo(Duration.ofMinutes(5)) >= 0 && tokenTtl.compareTo(Duration.ofDays(30)) <= 0;
    }

    /** As a person says it. */
    String ttlInWords() {
        return tokenTtl.toHours() >= 1 ? words(tokenTtl.toHours(), "hour") : words(tokenTtl.toMinutes(), "minute");
    }

    private static String words(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
