package io.tollgate.billing.paymob;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Paymob is reached. Without a secret key it is not offered.
 *
 * @param secretKey makes intentions and refunds
 * @param publicKey stands in the address of the payer's page
 * @param apiKey asks what became of an intention
 * @param hmacSecrets any of them signs a callback: two while one is being rolled
 * @param integrations ids or names of the means of payment on the page
 * @param timeout for one call
 * @param breakerOpenFor how long nothing is sent after too many failures
 */
@Validated
@ConfigurationProperties("tollgate.paymob")
record PaymobProperties(
        @Pattern(regexp = "https?://[^/]+", message = "PAYMOB_API_BASE must look like https://accept.paymob.com") @DefaultValue("https://accept.paymob.com")
        String apiBase,

        @DefaultValue("") String secretKey,
        @DefaultValue("") String publicKey,
        @DefaultValue("") String apiKey,
        @DefaultValue List<@NotBlank String> hmacSecrets,
        @DefaultValue List<@NotBlank String> integrations,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("15s") Duration breakerOpenFor) {

    boolean configured() {
        return !secretKey.isBlank();
    }

    @AssertTrue(
            message = "PAYMOB_SECRET_KEY, PAYMOB_PUBLIC_KEY, PAYMOB_API_KEY, PAYMOB_HMAC_SECRET and"
                    + " PAYMOB_INTEGRATION_IDS must be set together")
    boolean isComplete() {
        long missing = Stream.of(
                        secretKey.isBlank(),
                        publicKey.isBlank(),
                        apiKey.isBlank(),
                        hmacSecrets.isEmpty(),
                        integrations.isEmpty())
                .filter(empty -> empty)
                .count();
        return missing == 0 || missing == 5;
    }

    @Override
    public String toString() {
        // Keys do not belong in a log.
        return "PaymobProperties[" + apiBase + "]";
    }
}
