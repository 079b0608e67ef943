package io.tollgate.billing.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code Stripe-Signature: t=<seconds>,v1=<hex>[,v1=…]}: HMAC-SHA256 of {@code t.body} with one of our secrets, made
 * less than five minutes ago (Stripe, webhook signatures). Times in the future are refused alike, unlike in stripe-java: they
 * would let a captured webhook be replayed later. Whatever the header holds, the answer is yes or no, never an exception.
 */
final class WebhookSignature {

    private static final long TOLERANCE = Duration.ofMinutes(5).toSeconds();
    private static final int LONGEST_TIME = 12;
    private static final int SIGNATURE_HEX = 64;

    private final List<Mac> keyed;
    private final Clock clock;

    WebhookSignature(List<String> secrets, Clock clock) {
        this.keyed = secrets.stream().map(WebhookSignature::keyed).toList();
        this.clock = clock;
    }

    boolean isValid(@Nullable String header, byte[] body) {
        if (header == null) {
            return false;
        }
        String time = null;
        List<byte[]> signatures = new ArrayList<>(2);
        for (String element : header.split(",", -1)) {
            String part = element.strip();
            if (part.startsWith("t=") && time == null) {
                time = part.substring(2);
            } else if (part.startsWith("v1=") && isHex(part.substring(3))) {
                signatures.add(HexFormat.of().parseHex(part, 3, part.length()));
            }
        }
        return time != null && isRecent(time) && isSigned(time, body, signatures);
    }

    private boolean isSigned(String time, byte[] body, List<byte[]> signatures) {
        if (signatures.isEmpty()) {
            return false;
        }
        byte[] prefix = (time + ".").getBytes(StandardCharsets.US_ASCII);
        boolean signed = false;
        for (Mac secret : keyed) {
            byte[] expected = hmac(secret, prefix, body);
            for (byte[] signature : signatures) {
                signed |= MessageDigest.isEqual(expected, signature);
            }
        }
        return signed;
    }

    private boolean isRecent(String time) {
        if (time.isEmpty() || time.length() > LONGEST_TIME || !time.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return Math.abs(clock.instant().getEpochSecond() - Long.parseLong(time)) <= TOLERANCE;
    }

    private static boolean isHex(String text) {
        return text.length() == SIGNATURE_HEX && text.chars().allMatch(HexFormat::isHexDigit);
    }

    private static byte[] hmac(Mac secret, byte[] prefix, byte[] body) {
        try {
            // A copy has the key's schedule done already, and is this thread's own.
            Mac mac = (Mac) secret.clone();
            mac.update(prefix);
            return mac.doFinal(body);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's HmacSHA256 can be cloned", e);
        }
    }

    private static Mac keyed(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.strip().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
    }
}
