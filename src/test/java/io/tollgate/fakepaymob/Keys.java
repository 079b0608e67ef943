package io.tollgate.fakepaymob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** What the account's owner holds, and what it signs callbacks with. */
final class Keys {

    static final String PUBLIC = "egy_pk_test_paymob";
    static final String API = "api-key-for-tests";

    private static final String SECRET = "egy_sk_test_paymob";
    private static final String BEARER = "bearer-of-tests";
    private static final String HMAC = "hmac-secret-for-tests";

    private static final List<String> SIGNED = List.of(
            "/amount_cents /created_at /currency /error_occured /has_parent_transaction /id /integration_id /is_3d_secure /is_auth"
                    .concat(" /is_capture /is_refunded /is_standalone_payment /is_voided /order/id /owner /pending")
                    .concat(" /source_data/pan /source_data/sub_type /source_data/type /success")
                    .split(" "));

    private Keys() {}

    static Map<String, Object> environment(String baseUrl) {
        return Map.of(
                "PAYMOB_API_BASE", baseUrl,
                "PAYMOB_SECRET_KEY", SECRET,
                "PAYMOB_PUBLIC_KEY", PUBLIC,
                "PAYMOB_API_KEY", API,
                "PAYMOB_HMAC_SECRET", HMAC,
                "PAYMOB_INTEGRATION_IDS", "4097558,card");
    }

    static String token() {
        return "{\"token\": \"" + BEARER + "\"}";
    }

    static boolean letIn(String authorization) {
        return authorization.equals("Token " + SECRET) || authorization.equals("Bearer " + BEARER);
    }

    static String hmac(JsonNode transaction) {
        String text = SIGNED.stream()
                .map(pointer -> transaction.at(pointer).asString(""))
                .collect(Collectors.joining());
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(HMAC.getBytes(UTF_8), "HmacSHA512"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
