package io.tollgate.auth.verification;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Links that prove a mailbox, and the codes beside them.
 *
 * @param tokenTtl how long a link is good
 * @param codeTtl how long a code is good
 * @param pause between two mails to the same user
 */
@Validated
@ConfigurationProperties("tollgate.auth.verification")
record VerificationProperties(
        @DefaultValue("24h") Duration tokenTtl,
        @DefaultValue("1h") Duration codeTtl,
        @DefaultValue("60s") Duration pause) {

    @AssertTrue(message = "VERIFICATION_TOKEN_TTL must be between 5m and 30d") boolean isTokenTtlSane() {
        return tokenTtl.compareTo(Duration.ofMinutes(5)) >= 0 && tokenTtl.compareTo(Duration.ofDays(30)) <= 0;
    }

    @AssertTrue(message = "VERIFICATION_CODE_TTL must be between 5m and VERIFICATION_TOKEN_TTL") boolean isCodeTtlSane() {
        return codeTtl.compareTo(Duration.ofMinutes(5)) >= 0 && codeTtl.compareTo(tokenTtl) <= 0;
    }

    /** As a person says it. */
    String ttlInWords() {
        return words(tokenTtl);
    }

    String codeTtlInWords() {
        return words(codeTtl);
    }

    private static String words(Duration ttl) {
        return ttl.toHours() >= 1 ? words(ttl.toHours(), "hour") : words(ttl.toMinutes(), "minute");
    }

    private static String words(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
