package io.tollgate.platform.secret;

import jakarta.validation.constraints.AssertTrue;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The deployment's secret. It has no default: a secret that stands in the source is none.
 *
 * @param secretKey 32 bytes or more, base64
 * @param secretKeyPrevious others that are read and not written with: those of before, and one that is about to take over
 */
@Validated
@ConfigurationProperties("tollgate.auth")
record SecretProperties(
        @DefaultValue("") String secretKey,
        @DefaultValue({}) List<String> secretKeyPrevious) {

    private static final int MIN_BYTES = 32;

    // A constraint on a derived value, not on the field: Boot prints the value it found wrong.
    @AssertTrue(message = "TOLLGATE_SECRET_KEY must be 32 bytes or more in base64; 'openssl rand -base64 32' makes one") boolean isSecretKeyUsable() {
        return usable(current());
    }

    @AssertTrue(message = "TOLLGATE_SECRET_KEY_PREVIOUS must be keys like TOLLGATE_SECRET_KEY, separated by commas") boolean isSecretKeyPreviousUsable() {
        return previous().allMatch(SecretProperties::usable);
    }

    String current() {
        return secretKey.strip();
    }

    Stream<String> previous() {
        return secretKeyPrevious.stream().map(String::strip);
    }

    private static boolean usable(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length >= MIN_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "SecretProperties[]";
    }
}
