package io.tollgate.auth.password;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whom to ask whether a password is known from a breach.
 *
 * @param url of a service with the range interface of Have I Been Pwned; empty asks nobody
 * @param timeout after which the password is taken as not known
 * @param pause after a failure, for which nobody is asked
 */
@Validated
@ConfigurationProperties("tollgate.auth.breached-passwords")
record BreachedProperties(
        @DefaultValue("")
        @Pattern(
                regexp = "(https?://[^\\s?#]+[^/\\s?#])?",
                message = "BREACHED_PASSWORDS_URL must be an http or https URL without a trailing slash")
        String url,

        @DefaultValue("1s") Duration timeout,
        @DefaultValue("30s") Duration pause) {

    @AssertTrue(message = "tollgate.auth.breached-passwords.timeout must be between 10ms and 10s") boolean isTimeoutSane() {
        return timeout.compareTo(Duration.ofMillis(10)) >= 0 && timeout.compareTo(Duration.ofSeconds(10)) <= 0;
    }
}
