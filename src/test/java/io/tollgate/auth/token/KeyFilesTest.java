package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;

/** Signing keys that the deployment brings in PEM files. */
class KeyFilesTest {

    @TempDir
    private Path directory;

    @Test
    void readsRsaAndEcKeysWithTheirPublicHalves() throws Exception {
        assertReads(rsa(2048), JWSAlgorithm.ES256, JWSAlgorithm.RS256);
        assertReads(rsa(2048), JWSAlgorithm.PS256, JWSAlgorithm.PS256);
        assertReads(ec("secp256r1"), JWSAlgorithm.RS256, JWSAlgorithm.ES256);
        assertReads(ec("secp384r1"), JWSAlgorithm.ES256, JWSAlgorithm.ES384);
    }

    @Test
    void saysWhatIsWrongAndNothingOfTheKey() throws Exception {
        String good = pem("PRIVATE KEY", ec("secp256r1").getPrivate().getEncoded());
        refused(good.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "PKCS #8");
        refused(good.replace("PRIVATE KEY", "RSA PRIVATE KEY"), "PKCS #8");
        refused("", "PKCS #8");
        refused(pem("PRIVATE KEY", new byte[] {1, 2, 3}), "");
        refused(good.substring(0, 60) + good.substring(100), "");
        refused(pem("PRIVATE KEY", rsa(1024).getPrivate().getEncoded()), "2048");
        refused(pem("PRIVATE KEY", ec("secp521r1").getPrivate().getEncoded()), "P-256");
        refused(
                pem(
                        "PRIVATE KEY",
                        KeyPairGenerator.getInstance("Ed25519")
                                .generateKeyPair()
                                .getPrivate()
                                .getEncoded()),
                "neither");
    }

    @Test
    void signsWithTheFirstAndVerifiesWithAll() throws Exception {
        Path one = file("one.pem", ec("secp256r1"));
        Path two = file("two.pem", rsa(2048));
        String database = FreshDatabase.create();
        try (SecondNode first = start(database, one + "," + two);
                SecondNode second = start(database, two + "," + one)) {
            TestUser user = first.users().signUp();
            TestUser other = second.users().again(user);
            assertThat(SignedJWT.parse(user.token()).getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
            assertThat(SignedJWT.parse(other.token()).getHeader().getAlgorithm())
                    .isEqualTo(JWSAlgorithm.RS256);
            for (SecondNode node : new SecondNode[] {first, second}) {
                assertThat(me(node, user)).isEqualTo(200);
                assertThat(me(node, other)).isEqualTo(200);
            }
            String keySet = first.http()
                    .get()
                    .uri("/.well-known/jwks.json")
                    .exchange()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(keySet).doesNotContain("\"d\"", "\"p\"");
            assertThat(JWKSet.parse(keySet).getKeys()).hasSize(2);
            leavesRotationToTheFiles(first);
        }
    }

    @Test
    void doesNotStartWithoutTheFile() {
        assertThatThrownBy(() -> start(
                        FreshDatabase.create(), directory.resolve("missing.pem").toString()))
                .hasStackTraceContaining("JWT_SIGNING_KEYS")
                .hasStackTraceContaining("missing.pem");
    }

    private static void leavesRotationToTheFiles(SecondNode node) {
        TestUser admin = node.users().admin();
        admin.authorized(node.http())
                .post()
                .uri("/admin/signing-keys/rotate")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of())
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("signing_keys_from_files");
        admin.authorized(node.http())
                .get()
                .uri("/admin/signing-keys")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.data[0].state")
                .isEqualTo("signing")
                .jsonPath("$.data[1].state")
                .isEqualTo("verifying");
    }

    private static void assertReads(KeyPair pair, JWSAlgorithm preferred, JWSAlgorithm expected) throws Exception {
        String pem = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        JWK jwk = PemKey.parse("comment before\n" + pem, preferred);
        assertThat(((AsymmetricJWK) jwk).toPublicKey()).isEqualTo(pair.getPublic());
        assertThat(jwk.getAlgorithm()).isEqualTo(expected);
        assertThat(jwk.getKeyID()).isEqualTo(jwk.computeThumbprint().toString());
        assertThat(SigningKey.fromFile(jwk).algorithm()).isEqualTo(expected);
    }

    private static void refused(String pem, String reason) {
        assertThatThrownBy(() -> PemKey.parse(pem, JWSAlgorithm.ES256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasNoCause();
    }

    private Path file(String name, KeyPair pair) throws IOException {
        return Files.writeString(
                directory.resolve(name), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded));
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static SecondNode start(String database, String files) {
        return SecondNode.start(
                new MutableClock(),
                Map.of("DATABASE_URL", database, "JWT_SIGNING_KEYS", files, "TOLLGATE_ROLES", "api"));
    }

    private static int me(SecondNode node, TestUser user) {
        return user.authorized(node.http())
                .get()
                .uri("/me")
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
