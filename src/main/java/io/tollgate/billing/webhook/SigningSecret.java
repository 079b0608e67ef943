package io.tollgate.billing.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an endpoint and we share: {@code whsec_} and 24 to 64 bytes in base64. Signs as Standard Webhooks has it:
 * HMAC-SHA-256 over {@code id.timestamp.body}.
 */
record SigningSecret(byte[] key) {

    static final int BYTES = 32;

    private static final String PREFIX = "whsec_";
    private static final String MAC = "HmacSHA256";

    static SigningSecret parse(String text) {
        return new SigningSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
    }

    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** {@code v1,<base64>}. */
    String sign(UUID messageId, Instant at, String body) {
        return sign(messageId.toString(), at.getEpochSecond(), body);
    }

    String sign(String messageId, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            byte[] signed = (messageId + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has " + MAC, e);
        }
    }

    @Override
    public String toString() {
        return "SigningSecret[]";
    }
}
