package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.time.Ids;
import io.tollgate.user.SignedIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What passes for an access token, and what does not (RFC 8725). */
@IntegrationTest
class AccessTokenTest {

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

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
    }

    @Test
    void carriesWhatTheProfileForAccessTokensAsksFor() throws Exception {
        SignedJWT jwt = SignedJWT.parse(user.token());
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(jwt.getHeader().getKeyID()).isEqualTo(keys.current().kid());
        assertThat(claims.getIssuer()).isEqualTo("http://tollgate.test");
        assertThat(claims.getAudience()).containsExactly("tollgate");
        assertThat(claims.getSubject()).isEqualTo(user.id().toString());
        assertThat(claims.getStringClaim("sid")).isEqualTo(user.session().id().toString());
        assertThat(claims.getStringListClaim("roles")).containsExactly("user");
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(claims.getClaims()).containsKeys("jti", "client_id", "auth_time");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void namesTheAdministratorsRole() throws Exception {
        SignedJWT jwt = SignedJWT.parse(testUsers.admin().token());
        assertThat(jwt.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("user", "admin");
    }

    @Test
    void acceptsATokenMadeByTheRules() throws Exception {
        assertAccepted(signed(UnaryOperator.identity(), UnaryOperator.identity()));
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        Instant past = clock.instant().minusSeconds(60);
        assertRefused(
                signed(UnaryOperator.identity(), claims -> claims.expirationTime(Date.from(past))), "token_expired");
    }

    @Test
    void refusesATokenWithoutExpiry() throws Exception {
        assertRefused(signed(UnaryOperator.identity(), claims -> claims.expirationTime(null)), "token_invalid");
    }

    @Test
    void refusesATokenThatIsNotYetValid() throws Exception {
        Instant future = clock.instant().plusSeconds(60);
        assertRefused(
                signed(UnaryOperator.identity(), claims -> claims.notBeforeTime(Date.from(future))), "token_invalid");
    }

    /** The end of a session is remembered as long as tokens live by now: one from before that was shortened must not outlive it. */
    @Test
    void refusesATokenThatIsOlderThanTokensGet() throws Exception {
        Instant issued = clock.instant().minus(Duration.ofMinutes(16));
        assertRefused(signed(UnaryOperator.identity(), claims -> claims.issueTime(Date.from(issued))), "token_expired");
        assertRefused(signed(UnaryOperator.identity(), claims -> claims.issueTime(null)), "token_invalid");
    }

    @Test
    void refusesAnotherType() throws Exception {
        assertRefused(signed(header -> header.type(JOSEObjectType.JWT), UnaryOperator.identity()), "token_invalid");
        assertRefused(
                signed(header -> header.type(new JOSEObjectType("rt+jwt")), UnaryOperator.identity()), "token_invalid");
    }

    @Test
    void refusesAnotherAudienceOrIssuer() throws Exception {
        assertRefused(signed(UnaryOperator.identity(), claims -> claims.audience("tollgate/refresh")), "token_invalid");
        assertRefused(
                signed(UnaryOperator.identity(), claims -> claims.issuer("https://elsewhere.example")),
                "token_invalid");
    }

    @Test
    void refusesATokenThatNamesNoUserOrSession() throws Exception {
        assertRefused(signed(UnaryOperator.identity(), claims -> claims.subject(null)), "token_invalid");
        assertRefused(signed(UnaryOperator.identity(), claims -> claims.claim("sid", "x")), "token_invalid");
    }

    @Test
    void forgetsAVerifiedTokenWhenItExpires() {
        MutableClock time = new MutableClock();
        VerifiedTokens verified = new VerifiedTokens(time);
        AccessToken token = new AccessToken(
                new SignedIn(ids.next(), ids.next()), time.instant().plusSeconds(60), "a key", null);
        verified.remember("token", token);
        assertThat(verified.find("token")).isEqualTo(token);
        assertThat(verified.find("another")).isNull();
        time.advance(Duration.ofSeconds(61));
        assertThat(verified.find("token")).isNull();
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

    private void assertAccepted(String token) {
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk();
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
