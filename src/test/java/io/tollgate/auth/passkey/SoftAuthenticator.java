package io.tollgate.auth.passkey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * An authenticator in software with one credential, and the browser in front of it: answers with the JSON that {@code toJSON()}
 * gives. Every lie an attacker could tell is a setting.
 */
final class SoftAuthenticator {

    static final String ORIGIN = "http://tollgate.test";

    private static final SecureRandom RANDOM = new SecureRandom();

    AuthenticatorKey key = AuthenticatorKey.es256();
    byte[] credentialId = random(32);
    UUID aaguid = UUID.fromString("fbfc3007-154e-4ecc-8c0b-6e020557d7bd");
    String origin = ORIGIN;
    String rpId;
    String challenge;
    String createType = "webauthn.create";
    String getType = "webauthn.get";
    boolean userPresent = true;
    boolean userVerified = true;
    boolean backupEligible;
    boolean backedUp;
    Boolean crossOrigin = false;
    Boolean discoverable = true;
    long counter;
    int countsBy = 1;
    byte[] userHandle;

    /** {@code navigator.credentials.create()}. */
    Map<String, Object> create(JsonNode options) {
        userHandle = decode(options.get("user").get("id").asString());
        byte[] authData = authenticatorData(rpId(options.get("rp").get("id")), true);
        Map<String, Object> attestation = new LinkedHashMap<>();
        attestation.put("fmt", "none");
        attestation.put("attStmt", Map.of());
        attestation.put("authData", authData);
        Map<String, Object> response = new HashMap<>();
        response.put("clientDataJSON", encode(clientData(createType, options)));
        response.put("attestationObject", encode(Cbor.of(attestation)));
        response.put("transports", List.of("internal", "hybrid"));
        response.put("publicKeyAlgorithm", -7);
        response.put("authenticatorData", encode(authData));
        Map<String, Object> answer = credential(response);
        answer.put(
                "clientExtensionResults",
                discoverable == null ? Map.of() : Map.of("credProps", Map.of("rk", discoverable)));
        return answer;
    }

    /** {@code navigator.credentials.get()}. */
    Map<String, Object> get(JsonNode options) {
        counter += countsBy;
        byte[] authData = authenticatorData(rpId(options.get("rpId")), false);
        byte[] clientData = clientData(getType, options);
        Map<String, Object> response = new HashMap<>();
        response.put("clientDataJSON", encode(clientData));
        response.put("authenticatorData", encode(authData));
        response.put("signature", encode(key.sign(together(authData, sha256(clientData)))));
        if (userHandle != null) {
            response.put("userHandle", encode(userHandle));
        }
        return credential(response);
    }

    String id() {
        return encode(credentialId);
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private String rpId(JsonNode given) {
        return rpId == null ? given.asString() : rpId;
    }

    private Map<String, Object> credential(Map<String, Object> response) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("id", id());
        answer.put("rawId", id());
        answer.put("type", "public-key");
        answer.put("authenticatorAttachment", "platform");
        answer.put("response", response);
        answer.put("clientExtensionResults", Map.of());
        return answer;
    }

    private byte[] clientData(String type, JsonNode options) {
        String answered = challenge == null ? options.get("challenge").asString() : challenge;
        String json = "{\"type\":\"" + type + "\",\"challenge\":\"" + answered + "\",\"origin\":\"" + origin + "\""
                + (crossOrigin == null ? "" : ",\"crossOrigin\":" + crossOrigin) + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(String domain, boolean attested) {
        int flags = (userPresent ? 1 : 0)
                | (userVerified ? 4 : 0)
                | (backupEligible ? 8 : 0)
                | (backedUp ? 16 : 0)
                | (attested ? 64 : 0);
        byte[] head = ByteBuffer.allocate(37)
                .put(sha256(domain.getBytes(StandardCharsets.UTF_8)))
                .put((byte) flags)
                .putInt((int) counter)
                .array();
        return attested ? together(head, attestedData()) : head;
    }

    private byte[] attestedData() {
        return ByteBuffer.allocate(18 + credentialId.length + key.cose().length)
                .putLong(aaguid.getMostSignificantBits())
                .putLong(aaguid.getLeastSignificantBits())
                .putShort((short) credentialId.length)
                .put(credentialId)
                .put(key.cose())
                .array();
    }

    private static byte[] together(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
