package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestSocial;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Google's keys come and go. */
@IntegrationTest
class GoogleKeysTest {

    private static final String KEYS = "/google/keys";

    private final FakeProvider provider = TestSocial.provider();

    @Autowired
    private WebTestClient http;

    @Autowired
    private MutableClock clock;

    @Autowired
    private CircuitBreakerRegistry breakers;

    private SocialClient client;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        provider.signIn(SocialAccounts.any());
        wellAgain();
        // Whatever other tests left: from here on the keys are fresh, and fetched a while ago.
        clock.advance(Duration.ofHours(7));
        client.signIn("google").expect(200);
        clock.advance(GoogleKeys.PAUSE.multipliedBy(2));
    }

    @AfterEach
    void wellAgain() {
        provider.misbehave();
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @Test
    void areFetchedOnce() {
        int before = provider.calls(KEYS);
        client.signIn("google").expect(200);
        client.signIn("google").expect(200);
        assertThat(provider.calls(KEYS)).isEqualTo(before);
    }

    @Test
    void areFetchedAnewForAKeyThatWasNotThere() {
        int before = provider.calls(KEYS);
        provider.rotateKeys();
        client.signIn("google").expect(200);
        assertThat(provider.calls(KEYS)).isEqualTo(before + 1);
    }

    @Test
    void areNotFetchedForEveryMadeUpKeyId() {
        int before = provider.calls(KEYS);
        provider.misbehave(Mischief.ID_UNKNOWN_KEY);
        for (int i = 0; i < 5; i++) {
            client.signIn("google").expect(400);
        }
        assertThat(provider.calls(KEYS)).isEqualTo(before + 1);
        clock.advance(GoogleKeys.PAUSE.plusSeconds(1));
        client.signIn("google").expect(400);
        assertThat(provider.calls(KEYS)).isEqualTo(before + 2);
    }

    @Test
    void areTrustedNoLongerOnceGoogleHasWithdrawnThem() {
        provider.rotateKeys();
        client.signIn("google").expect(200);
        String signedWithOld = provider.idToken(SocialAccounts.any(), FakeProvider.GOOGLE_CLIENT, null);
        provider.rotateKeys();
        clock.advance(Duration.ofMinutes(5).plus(GoogleKeys.PAUSE));
        client.signIn("google").expect(200);
        client.post("/auth/social/google/token", java.util.Map.of("id_token", signedWithOld))
                .expect(400);
    }

    @Test
    void stillCountForAWhileWhenGoogleIsAway() {
        provider.misbehave(Mischief.KEYS_500);
        clock.advance(Duration.ofMinutes(5 * 66 + 10));
        client.signIn("google").expect(200);
        clock.advance(Duration.ofHours(2));
        assertThat(client.signIn("google").expect(503).code()).isEqualTo("social_provider_unavailable");
    }

    @Test
    void mayBeGarbage() {
        provider.rotateKeys();
        provider.misbehave(Mischief.KEYS_GARBAGE);
        assertThat(client.signIn("google").expect(502).code()).isEqualTo("social_provider_error");
    }

    @Test
    void maySimplyNotCome() {
        provider.rotateKeys();
        provider.misbehave(Mischief.KEYS_SLOW);
        assertThat(client.signIn("google").expect(503).code()).isEqualTo("social_provider_unavailable");
    }
}
