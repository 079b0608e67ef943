package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token's header asks for is never done (RFC 8725 §3.1, §3.10), whatever kind of key signs. */
class HostileHeaderTest {

    private static final Map<String, SecondNode> NODES = new ConcurrentHashMap<>();

    @AfterAll
    static void stop() {
        NODES.values().forEach(SecondNode::close);
        NODES.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void takesItsOwnTokensAndNoUnknownKey(String algorithm) throws Exception {
        SecondNode node = node(algorithm);
        SigningKey key = key(node);
        assertThat(key.algorithm().getName()).isEqualTo(algorithm);
        assertThat(status(node, token(node))).isEqualTo(200);
        for (String kid : List.of(
                "unknown",
                "",
                " ",
                key.kid() + " ",
                "' or '1'='1",
                "'; drop table signing_keys; --",
                "../../../../etc/passwd",
                "/dev/null",
                "https://attacker.example/key",
                "\u0000",
                "k".repeat(10_000))) {
            assertThat(status(node, resigned(node, key.signer(), header -> header.keyID(kid))))
                    .as("kid %.30s", kid)
                    .isEqualTo(401);
        }
        assertThat(status(node, resigned(node, key.signer(), header -> header.keyID(null))))
                .isEqualTo(401);
        assertThat(status(node, token(node))).as("the keys are still there").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void takesNothingUnsigned(String algorithm) throws Exception {
        SecondNode node = node(algorithm);
        String[] parts = token(node).split("\\.");
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String header = encoded("{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}"
                    .formatted(none, key(node).kid()));
            assertThat(status(node, header + "." + parts[1] + ".")).isEqualTo(401);
            assertThat(status(node, header + "." + parts[1] + "." + parts[2])).isEqualTo(401);
        }
        assertThat(status(node, parts[0] + "." + parts[1] + ".")).isEqualTo(401);
    }

    /** The public key is public: whatever spelling of it is taken as the secret, it must not verify. */
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void doesNotTakeItsPublicKeyForAnHmacSecret(String algorithm) throws Exception {
        SecondNode node = node(algorithm);
        JWK jwk = key(node).jwk();
        byte[] der = ((AsymmetricJWK) jwk).toPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.encode(der) + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                jwk.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
            SignedJWT forged = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(AccessTokens.TYPE)
                            .keyID(jwk.getKeyID())
                            .build(),
                    claims(node));
            forged.sign(new MACSigner(secret));
            assertThat(status(node, forged.serialize())).isEqualTo(401);
        }
    }

    /** Not even when it is our own key that signed: no token of ours points at keys. */
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void followsNoPointerToAKey(String algorithm) throws Exception {
        SecondNode node = node(algorithm);
        SigningKey ours = key(node);
        SigningKey theirs = SigningKey.generate(1, ours.algorithm(), ours.kid(), ours.createdAt(), ours.signsFrom());
        for (JWSSigner signer : List.of(ours.signer(), theirs.signer())) {
            assertThat(status(
                            node,
                            resigned(
                                    node,
                                    signer,
                                    header -> header.jwk(theirs.jwk().toPublicJWK()))))
                    .isEqualTo(401);
            assertThat(status(
                            node, resigned(node, signer, header -> header.jwkURL(URI.create("http://127.0.0.1:1/k")))))
                    .isEqualTo(401);
            assertThat(status(node, resigned(node, signer, header -> header.x509CertURL(URI.create("file:///etc/x")))))
                    .isEqualTo(401);
            assertThat(status(
                            node, resigned(node, signer, header -> header.x509CertChain(List.of(Base64.encode("x"))))))
                    .isEqualTo(401);
        }
        assertThat(status(node, resigned(node, theirs.signer(), UnaryOperator.identity())))
                .as("another key under our id")
                .isEqualTo(401);
    }

    private static SecondNode node(String algorithm) {
        return NODES.computeIfAbsent(
                algorithm,
                _ -> SecondNode.start(
                        new MutableClock(),
                        Map.of(
                                "DATABASE_URL",
                                FreshDatabase.create(),
                                "JWT_ALGORITHM",
                                algorithm,
                                "TOLLGATE_ROLES",
                                "api")));
    }

    private static SigningKey key(SecondNode node) {
        return node.bean(SigningKeys.class).current();
    }

    private static String token(SecondNode node) {
        TestUser user = node.users().signUp();
        return user.token();
    }

    /** The claims of a good token under another header. */
    private static String resigned(SecondNode node, JWSSigner signer, UnaryOperator<JWSHeader.Builder> header)
            throws JOSEException, ParseException {
        SigningKey key = key(node);
        SignedJWT jwt = new SignedJWT(
                header.apply(new JWSHeader.Builder(key.algorithm())
                                .type(AccessTokens.TYPE)
                                .keyID(key.kid()))
                        .build(),
                claims(node));
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static JWTClaimsSet claims(SecondNode node) throws ParseException {
        return SignedJWT.parse(token(node)).getJWTClaimsSet();
    }

    private static String encoded(String json) {
        return Base64URL.encode(json).toString();
    }

    /** A header may be too large for the server to read at all: that is a refusal, too. */
    private static int status(SecondNode node, String token) {
        int status = node.http()
                .get()
                .uri("/me")
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
        return status == 431 || status == 413 ? 401 : status;
    }
}
