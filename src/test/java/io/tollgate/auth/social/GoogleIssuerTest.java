package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

/** Google's id_tokens name it with {@code https://} or without, as its own documentation says. */
@IntegrationTest
class GoogleIssuerTest {

    private static final Set<String> AUDIENCES = Set.of(FakeProvider.GOOGLE_CLIENT);

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private SocialProperties properties;

    @Autowired
    private ConnectionProvider socialConnections;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @Autowired
    private JsonMapper json;

    @Autowired
    private Clock clock;

    private GoogleIdTokens tokens;

    @BeforeEach
    void configureAsInProduction() {
        provider.misbehave();
        GoogleProperties fake = properties.google();
        GoogleProperties google = new GoogleProperties(
                fake.clientId(),
                fake.clientSecret(),
                fake.redirectUri(),
                fake.authUrl(),
                fake.tokenUrl(),
                fake.userinfoUrl(),
                fake.jwksUrl(),
                "https://accounts.google.com",
                fake.callbackIssuer(),
                fake.nativeClientIds(),
                fake.nativeNonce());
        SocialProperties asInProduction = new SocialProperties(
                google,
                properties.github(),
                properties.redirectUris(),
                properties.flowTtl(),
                properties.handOffTtl(),
                properties.timeout(),
                properties.breakerOpenFor());
        tokens = new SocialConfiguration().googleIdTokens(asInProduction, socialConnections, breakers, json, clock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://accounts.google.com", "accounts.google.com"})
    void isBelievedInBothSpellings(String issuer) {
        StepVerifier.create(tokens.verify(token(issuer), AUDIENCES, _ -> true))
                .assertNext(claims -> assertThat(claims.email()).isEqualTo(account.email()))
                .verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://accounts.google.com",
                "https://accounts.google.com/",
                "https://accounts.google.com.evil.test",
                "evil.test/accounts.google.com",
                "Accounts.Google.Com"
            })
    void isBelievedInNoOther(String issuer) {
        StepVerifier.create(tokens.verify(token(issuer), AUDIENCES, _ -> true))
                .expectError(ProviderFailure.class)
                .verify();
    }

    private String token(String issuer) {
        return provider.idTokenBy(issuer, account, FakeProvider.GOOGLE_CLIENT);
    }
}
