package io.tollgate.stripeemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The {@code Stripe-Signature} header: a time and one HMAC-SHA256 over {@code time.body} for each live secret. */
final class Signature {
    private Signature() {}

    static String header(long seconds, String body, List<String> secrets) {
        var header = new StringBuilder("t=").append(seconds);
        secrets.forEach(secret -> header.append(",v1=").append(hmac(secret, seconds + "." + body)));
        return header.toString();
    }

    private static String hmac(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
