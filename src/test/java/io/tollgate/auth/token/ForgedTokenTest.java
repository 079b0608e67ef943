package io.tollgate.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.time.Ids;
import java.net.URI;
import java.time.Clock;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Tokens that we did not sign (RFC 8725). */
@IntegrationTest
class ForgedTokenTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private SigningKeys keys;

    @Autowired
    private TokenProperties properties;

    @Autowired
    private Clock clock;

    @Autowired
    private Ids ids;

    private TestUser user;

    @Test
    void refusesAnUnsignedToken() {
        assertRefused(new PlainJWT(claims().build()).serialize(), "token_invalid");
    }

    @Test
    void refusesTheSignatureOfAForeignKeyUnderOurKeyId() throws Exception {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        SignedJWT jwt = new SignedJWT(header().build(), claims().build());
        jwt.sign(new ECDSASigner(foreign));
        assertRefused(jwt.serialize(), "token_invalid");
    }

    @Test
    void refusesAKeyTheTokenBringsAlong() throws Exception {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        SignedJWT embedded = new SignedJWT(header().jwk(foreign.toPublicJWK()).build(), claims().build());
        embedded.sign(new ECDSASigner(foreign));
        assertRefused(embedded.serialize(), "token_invalid");
        // Even where our own key signed: no token of ours points at keys.
        assertRefused(
                signed(
                        header -> header.jwkURL(URI.create("https://elsewhere.example/jwks.json")),
                        UnaryOperator.identity()),
                "token_invalid");
        assertRefused(
                signed(
                        header -> header.x509CertURL(URI.create("https://elsewhere.example/cert")),
                        UnaryOperator.identity()),
                "token_invalid");
    }

    /** The public key is public: taken as an HMAC secret it must not verify (RFC 8725 §2.1). */
    @Test
    void refusesOurPublicKeyAsAnHmacSecret() throws Exception {
        byte[] publicKey = keys.current().jwk().toECKey().toECPublicKey().getEncoded();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(AccessTokens.TYPE)
                        .keyID(keys.current().kid())
                        .build(),
                claims().build());
        jwt.sign(new MACSigner(publicKey));
        assertRefused(jwt.serialize(), "token_invalid");
    }

    @Test
    void refusesAnotherAlgorithmUnderOurKeyId() throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(AccessTokens.TYPE)
                        .keyID(keys.current().kid())
                        .build(),
                claims().build());
        jwt.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
        assertRefused(jwt.serialize(), "token_invalid");
    }

    @Test
    void refusesRubbish() {
        assertRefused("x", "token_invalid");
        assertRefused("a.b.c", "token_invalid");
        assertRefused("A".repeat(6_000), "token_invalid");
        assertRefused(user.token().substring(0, user.token().length() - 3) + "AAA", "token_invalid");
    }

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
    }

    private String signed(UnaryOperator<JWSHeader.Builder> header, UnaryOperator<JWTClaimsSet.Builder> claims)
            throws Exception {
        SignedJWT jwt = new SignedJWT(
                header.apply(header()).build(), claims.apply(claims()).build());
        jwt.sign(keys.current().signer());
        return jwt.serialize();
    }

    private JWSHeader.Builder header() {
        return new JWSHeader.Builder(keys.current().algorithm())
                .type(AccessTokens.TYPE)
                .keyID(keys.current().kid());
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(properties.audience())
                .subject(user.id().toString())
                .claim("sid", UUID.randomUUID().toString())
                .jwtID(ids.next().toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)));
    }

    private void assertRefused(String token, String code) {
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code);
    }
}
