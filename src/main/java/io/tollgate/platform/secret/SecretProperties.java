package io.tollgate.platform.secret;

import jakarta.validation.constraints.AssertTrue;
import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The deployment's secret. It has no default: a secret that stands in the source is none.
 *
 * @param secretKey 32 bytes or more, base64
 */
@Validated
@ConfigurationProperties("tollgate.auth")
record SecretProperties(@DefaultValue("") String secretKey) {

    private static final int MIN_BYTES = 32;

    // A constraint on a derived value, not on the field: Boot prints the value it found wrong.
    @AssertTrue(message = "TOLLGATE_SECRET_KEY must be 32 bytes or more in base64; 'openssl rand -base64 32' makes one") boolean isSecretKeyUsable() {
        try {
            return bytes().length >= MIN_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(secretKey.strip());
    }

    @Override
    public String toString() {
        return "SecretProperties[]";
    }
}
