package io.tollgate.auth.emailchange;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param tokenTtl how long both mailboxes have to confirm */
@Validated
@ConfigurationProperties("tollgate.auth.email-change")
record EmailChangeProperties(@DefaultValue("1h") Duration tokenTtl) {

    @AssertTrue(message = "EMAIL_CHANGE_TOKEN_TTL must be between 5m and 24h") boolean isTokenTtlSane() {
        return tokenTtl.compareTo(Duration.ofMinutes(5)) >= 0 && tokenTtl.compareTo(Duration.ofHours(24)) <= 0;
    }

    /** As a person says it. */
    String ttlInWords() {
        long minutes = tokenTtl.toMinutes();
        return minutes % 60 == 0 ? words(minutes / 60, "hour") : words(minutes, "minute");
    }

    private static String words(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
