package io.tollgate.auth.token;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What stands in tokens and what signs them.
 *
 * @param algorithm of new signing keys; keys of another one go on verifying until their tokens have expired
 * @param keyFiles PEM files with private keys (PKCS #8): the first signs, the others verify; none for keys from the database
 * @param keyLifetime after this a new key takes over
 * @param keyAnnouncement how long a new key stands in the key set before it signs
 * @param queryToken whether {@code POST /refresh-token?token=} is accepted, as the original system's clients send it
 */
@Validated
@ConfigurationProperties("tollgate.auth.token")
record TokenProperties(
        @NotBlank(message = "JWT_ISSUER must not be empty") String issuer,

        @NotBlank(message = "JWT_AUDIENCE must not be empty") String audience,

        @DefaultValue("ES256")
        @Pattern(regexp = "RS256|PS256|ES256|ES384", message = "JWT_ALGORITHM must be RS256, PS256, ES256 or ES384") String algorithm,

        @DefaultValue List<Path> keyFiles,
        @DefaultValue("90d") Duration keyLifetime,
        @DefaultValue("1h") Duration keyAnnouncement,
        @DefaultValue("true") boolean queryToken) {

    TokenProperties {
        keyFiles = List.copyOf(keyFiles);
    }

    /** What a refresh token is for; never this API. */
    String refreshAudience() {
        return audience + "/refresh";
    }

    @AssertTrue(
            message =
                    "tollgate.auth.token.key-lifetime must be longer than key-announcement, and that 10 minutes or more")
    boolean isKeyLifetimeSane() {
        return keyAnnouncement.compareTo(Duration.ofMinutes(10)) >= 0 && keyLifetime.compareTo(keyAnnouncement) > 0;
    }
}
