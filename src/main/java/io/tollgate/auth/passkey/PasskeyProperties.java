package io.tollgate.auth.passkey;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who we are to authenticators.
 *
 * @param rpId the domain passkeys are made for; empty: the host of the product's own pages
 * @param rpName shown by the browser
 * @param origins pages and apps that may use them; empty: the product's own pages and ours
 * @param challengeTtl how long a user may take to answer
 */
@Validated
@ConfigurationProperties("tollgate.auth.passkey")
record PasskeyProperties(
        @DefaultValue("") String rpId,
        @DefaultValue("Tollgate") @NotBlank String rpName,
        @DefaultValue List<String> origins,
        @DefaultValue("5m") Duration challengeTtl,
        @DefaultValue("20") @Min(1) @Max(100) int maxPerUser) {

    @AssertTrue(message = "PASSKEY_RP_ID must be a domain in lower case, without scheme, port or path") boolean isRpIdADomain() {
        return rpId.isEmpty() || rpId.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    }

    @AssertTrue(message = "tollgate.auth.passkey.challenge-ttl must be between 30s and 15m") boolean isChallengeTtlSane() {
        return challengeTtl.compareTo(Duration.ofSeconds(30)) >= 0
                && challengeTtl.compareTo(Duration.ofMinutes(15)) <= 0;
    }
}
