package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class SigningKeysTest {

    private static final Duration OVERLAP = Duration.ofMinutes(25);

    @Autowired
    private WebTestClient http;

    @Autowired
    private SigningKeys keys;

    @Autowired
    private SigningKeyRepository repository;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    @Test
    void publishesThePublicHalvesOnly() throws Exception {
        String json = keySet();
        assertThat(json).doesNotContain("\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"qi\"");
        JWKSet published = JWKSet.parse(json);
        assertThat(published.getKeyByKeyId(keys.current().kid()).getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        SignedJWT token = SignedJWT.parse(testUsers.signUp().token());
        assertThat(published.getKeyByKeyId(token.getHeader().getKeyID())).isNotNull();
    }

    @Test
    void letsTheKeySetBeCached() {
        http.get()
                .uri("/.well-known/jwks.json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                .expectHeader()
                .valueEquals("Cache-Control", "max-age=300, public");
    }

    @Test
    void announcesANewKeyBeforeItSignsAndKeepsTheOldOneUntilItsTokensAreDead() throws Exception {
        SigningKey old = keys.current();
        clock.advance(Duration.ofDays(90));
        keys.refresh().block();
        SigningKey next = keys.published().getFirst();
        assertThat(next.kid()).isNotEqualTo(old.kid());
        assertThat(keys.current().kid()).as("announced, not yet in use").isNotEqualTo(next.kid());
        SigningKey before = keys.current();

        clock.advance(Duration.ofMinutes(59));
        TestUser user = testUsers.signUp();
        assertThat(SignedJWT.parse(user.token()).getHeader().getKeyID()).isEqualTo(before.kid());
        clock.advance(Duration.ofMinutes(2));
        keys.refresh().block();
        assertThat(keys.current().kid()).isEqualTo(next.kid());
        assertThat(JWKSet.parse(keySet()).getKeys()).hasSizeGreaterThanOrEqualTo(2);
        user.authorized(http).get().uri("/me").exchange().expectStatus().isOk();

        clock.advance(Duration.ofMinutes(30));
        keys.refresh().block();
        assertThat(JWKSet.parse(keySet()).getKeyByKeyId(before.kid())).isNull();
    }

    /** It slept while another made the next key, and has signed with the old one since it woke up. */
    @Test
    void keepsTheOldKeyForTheTokensOfANodeThatHeardLateOfTheNewOne() {
        TestUser user = testUsers.signUp();
        SigningKey old = keys.current();
        Instant longAgo = clock.instant().minus(Duration.ofDays(5));
        SigningKey next = SigningKey.generate(
                keys.known().nextGeneration(),
                JWSAlgorithm.ES256,
                UUID.randomUUID().toString(),
                longAgo,
                longAgo);
        assertThat(repository.insert(next).block()).isTrue();

        keys.refresh().block();

        assertThat(keys.current().kid()).isEqualTo(next.kid());
        user.authorized(http).get().uri("/me").exchange().expectStatus().isOk();
        clock.advance(OVERLAP.plusMinutes(1));
        keys.refresh().block();
        assertThat(keys.find(old.kid())).isEmpty();
    }

    @Test
    void storesNoPrivateKeyReadably() {
        List<byte[]> stored = db.sql("select encrypted from signing_keys")
                .map(row -> row.get("encrypted", byte[].class))
                .all()
                .collectList()
                .block();
        assertThat(stored)
                .isNotEmpty()
                .allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("kty"));
    }

    @Test
    void signsWithTheConfiguredAlgorithmAndVerifiesWithTheOthers() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        SigningKey rsa = SigningKey.generate(1, JWSAlgorithm.RS256, "a", now, now);
        SigningKey ec = SigningKey.generate(2, JWSAlgorithm.ES256, "b", now.plusSeconds(60), now.plusSeconds(60));
        KeySet both = KeySet.of(List.of(ec, rsa), SigningKey::signsFrom, now.plusSeconds(120), OVERLAP);
        assertThat(both.signing(JWSAlgorithm.ES256, now.plusSeconds(120))).contains(ec);
        assertThat(both.published()).containsExactly(ec, rsa);
        assertThat(both.nextGeneration()).isEqualTo(3);
        KeySet later = KeySet.of(
                List.of(ec, rsa), SigningKey::signsFrom, now.plusSeconds(60).plus(OVERLAP), OVERLAP);
        assertThat(later.published()).containsExactly(ec);
    }

    private String keySet() {
        return http.get()
                .uri("/.well-known/jwks.json")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
