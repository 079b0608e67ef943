package io.tollgate.billing.paymob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** HMAC-SHA512 over what Paymob says it is over, and in its order. */
class PaymobSignatureTest {

    /** The sample transaction of Paymob's documentation. */
    private static final String SAMPLE = """
            {"id": 192036465, "pending": false, "amount_cents": 100000, "success": true, "is_auth": false,
             "is_capture": false, "is_standalone_payment": true, "is_voided": false, "is_refunded": false,
             "is_3d_secure": true, "integration_id": 4097558, "profile_id": 164295, "has_parent_transaction": false,
             "order": {"id": 217503754, "merchant_order_id": "anything"}, "created_at": "2024-06-13T11:33:44.592345",
             "currency": "EGP", "error_occured": false, "owner": 302852,
             "source_data": {"pan": "2346", "type": "card", "tenure": null, "sub_type": "MasterCard"}}
            """;

    private final JsonNode transaction = new JsonMapper().readTree(SAMPLE);

    @Test
    void writesTheValuesOneAfterTheOtherAsDocumented() {
        assertThat(PaymobSignature.text(transaction))
                .isEqualTo("1000002024-06-13T11:33:44.592345EGPfalsefalse1920364654097558truefalsefalsefalsetruefalse"
                        + "217503754302852false2346MasterCardcardtrue");
    }

    @Test
    void takesEitherSecretWhileOneIsBeingRolledAndNothingElse() {
        String hmac = hmac("new-secret");
        PaymobSignature both = new PaymobSignature(List.of("old-secret", " new-secret "));

        assertThat(both.verified(hmac, transaction)).isPresent();
        assertThat(both.verified(hmac.toUpperCase(java.util.Locale.ROOT), transaction))
                .isPresent();
        assertThat(both.verified(hmac("other"), transaction)).isEmpty();
        assertThat(new PaymobSignature(List.of()).verified(hmac, transaction)).isEmpty();
        ObjectNode unsigned = ((ObjectNode) transaction).deepCopy();
        ((ObjectNode) unsigned.path("order")).put("merchant_order_id", "another");
        assertThat(both.verified(hmac, unsigned)).isPresent();
        assertThat(both.verified(hmac, ((ObjectNode) transaction).deepCopy().put("success", false)))
                .isEmpty();
    }

    @Test
    void understandsFlagsThatCameAsText() {
        ObjectNode text =
                ((ObjectNode) transaction).deepCopy().put("success", "true").put("pending", "false");

        assertThat(PaymobTransaction.from(text))
                .hasValueSatisfying(told -> assertThat(told.paid()).isTrue());
        assertThat(PaymobTransaction.from(text.deepCopy().put("is_voided", "true")))
                .hasValueSatisfying(told -> {
                    assertThat(told.paid()).isTrue();
                    assertThat(told.returnedCents()).isEqualTo(told.amountCents());
                });
        assertThat(PaymobTransaction.from(text.deepCopy().put("has_parent_transaction", true)))
                .hasValueSatisfying(told -> assertThat(told.paid()).isFalse());
        assertThat(PaymobTransaction.from(text.deepCopy().put("amount_cents", 1e40)))
                .isEmpty();
        assertThat(PaymobTransaction.from(text.deepCopy().put("currency", "E"))).isEmpty();
    }

    private String hmac(String secret) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA512");
            mac.init(new javax.crypto.spec.SecretKeySpec(
                    secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA512"));
            return java.util.HexFormat.of()
                    .formatHex(mac.doFinal(
                            PaymobSignature.text(transaction).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
