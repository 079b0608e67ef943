package io.tollgate.auth.password;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Links for who has forgotten the password.
 *
 * @param tokenTtl how long one is good
 * @param pause between two mails to the same user
 * @param page where the link leads, the token is appended: our own page, or one of the product's that posts to /new-password
 */
@Validated
@ConfigurationProperties("tollgate.auth.reset")
record ResetProperties(
        @DefaultValue("1h") Duration tokenTtl,
        @DefaultValue("60s") Duration pause,

        @Pattern(
                regexp = "https?://[^\\s?#]+",
                message = "PASSWORD_RESET_URL must be an http or https URL without a query")
        String page) {

    @AssertTrue(message = "RESET_TOKEN_TTL must be between 5m and 24h") boolean isTokenTtlSane() {
        return tokenTtl.compareTo(Duration.ofMinutes(5)) >= 0 && tokenTtl.compareTo(Duration.ofHours(24)) <= 0;
    }

    String link(String token) {
        return page + "?token=" + token;
    }

    /** As a person says it. */
    String ttlInWords() {
        return tokenTtl.toMinutes() % 60 == 0
                ? words(tokenTtl.toHours(), "hour")
                : words(tokenTtl.toMinutes(), "minute");
    }

    private static String words(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
