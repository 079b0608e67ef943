package io.tollgate.billing.paymob;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks a callback's {@code hmac}: HMAC-SHA512, in hex, of twenty values of the transaction written one after the other (Paymob,
 * HMAC transaction callback). It keeps strangers out and proves nothing else. What is not among the twenty may have been changed by
 * anybody; and since nothing stands between them, the same {@code hmac} also signs every transaction that divides the same characters
 * in another way: {@code 1900} of {@code 2026-03-01} reads as {@code 19002026} of {@code -03-01} too. Every payer has one, for Paymob
 * writes it into the address to which it sends them back. So a callback is a hint, and Paymob is asked what became of it.
 */
final class PaymobSignature {

    /** In the order in which Paymob writes them. */
    private static final List<String> SIGNED = List.of(
            "/amount_cents",
            "/created_at",
            "/currency",
            "/error_occured",
            "/has_parent_transaction",
            "/id",
            "/integration_id",
            "/is_3d_secure",
            "/is_auth",
            "/is_capture",
            "/is_refunded",
            "/is_standalone_payment",
            "/is_voided",
            "/order/id",
            "/owner",
            "/pending",
            "/source_data/pan",
            "/source_data/sub_type",
            "/source_data/type",
            "/success");

    private static final int HEX = 128;

    private final List<Mac> keyed;

    PaymobSignature(List<String> secrets) {
        this.keyed = secrets.stream().map(PaymobSignature::keyed).toList();
    }

    /** The signature's bytes when it is right, whatever the parameter holds; not that the values are as Paymob had them. */
    Optional<byte[]> verified(@Nullable String hmac, JsonNode transaction) {
        if (hmac == null || hmac.length() != HEX || !hmac.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        byte[] given = HexFormat.of().parseHex(hmac);
        byte[] text = text(transaction).getBytes(StandardCharsets.UTF_8);
        boolean signed = false;
        for (Mac secret : keyed) {
            signed |= MessageDigest.isEqual(hmac(secret, text), given);
        }
        return signed ? Optional.of(given) : Optional.empty();
    }

    static String text(JsonNode transaction) {
        return SIGNED.stream()
                .map(pointer -> transaction.at(pointer).asString(""))
                .collect(Collectors.joining());
    }

    private static byte[] hmac(Mac secret, byte[] text) {
        try {
            // A copy has the key's schedule done already, and is this thread's own.
            Mac mac = (Mac) secret.clone();
            return mac.doFinal(text);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's HmacSHA512 can be cloned", e);
        }
    }

    private static Mac keyed(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(secret.strip().getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA512", e);
        }
    }
}
