package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestSocial;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The state that binds a return to the browser, the provider and the moment of the departure. */
@IntegrationTest
class RedirectStateTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private CircuitBreakerRegistry breakers;

    private SocialClient client;
    private SocialAccounts accounts;
    private int before;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
        before = calls();
    }

    @Test
    void takesEachStateOnce() {
        Departed departed = client.departFromApp("github");
        URI back = client.consent(departed);
        client.callback(back, departed.cookie()).inApp("code");
        int exchanged = provider.calls("/github/token");
        refusesState(client.callback(back, departed.cookie()));
        assertThat(provider.calls("/github/token")).isEqualTo(exchanged);
        assertThat(accounts.outcomes("login", 1)).containsExactly("state_unknown");
    }

    @Test
    void letsOneOfTwentyParallelReturnsIn() {
        Departed departed = client.depart("google", Map.of());
        URI back = client.consent(departed);
        int exchanged = provider.calls("/google/token");
        List<Integer> statuses = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> client.callback(back, departed.cookie()).status())
                .toList();
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 400);
        assertThat(provider.calls("/google/token")).isEqualTo(exchanged + 1);
    }

    @Test
    void refusesAStateThatIsTooOld() {
        Departed departed = client.departFromApp("google");
        URI back = client.consent(departed);
        clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        refusesState(client.callback(back, departed.cookie()));
        assertThat(accounts.outcomes("login", 1)).containsExactly("state_expired");
        assertThat(calls()).isEqualTo(before);
    }

    @Test
    void refusesTheBrowserOfSomebodyElse() {
        Departed mine = client.depart("google", Map.of());
        Departed theirs = client.depart("google", Map.of());
        int exchanged = provider.calls("/google/token");
        refusesState(client.callback(client.consent(mine), theirs.cookie()));
        assertThat(accounts.outcomes("login", 1)).containsExactly("state_of_another_browser");
        URI back = client.consent(theirs);
        refusesState(client.callback(back, null));
        // What was tried once is dead for the right browser, too.
        refusesState(client.callback(back, theirs.cookie()));
        refusesState(client.callback(client.consent(client.depart("google", Map.of())), "not-a-cookie-of-ours"));
        assertThat(provider.calls("/google/token")).isEqualTo(exchanged);
    }

    @Test
    void refusesAReturnToAnotherProvider() {
        Departed departed = client.depart("google", Map.of());
        URI back = client.consent(departed);
        refusesState(client.callback("/auth/social/callback/github", back.getRawQuery(), departed.cookie()));
        assertThat(accounts.outcomes("login", 1)).containsExactly("state_of_another_provider");
        refusesState(client.callback(back, departed.cookie()));
        assertThat(calls()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mischief.class,
            names = {"WRONG_STATE", "NO_STATE", "NO_CODE"})
    void refusesAReturnWithoutWhatItNeeds(Mischief way) {
        provider.misbehave(way);
        Answer refused = client.signIn("github").expect(400);
        assertThat(refused.code()).isIn("social_state_invalid", "social_callback_invalid");
        assertThat(refused.cookies().get("oauth_state_github").getMaxAge()).isZero();
        assertThat(accounts.users(account)).isZero();
        assertThat(calls()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=a&state=b&code=x", "code=x", "state=&code=x", "state=%00&code=x", ""})
    void refusesOddQueries(String query) {
        Departed departed = client.depart("google", Map.of());
        Answer refused = client.callback("/auth/social/callback/google", query, departed.cookie());
        refused.expect(400);
        assertThat(refused.code()).isIn("social_state_invalid", "social_callback_invalid");
        assertThat(calls()).isEqualTo(before);
    }

    @Test
    void refusesAStateThatIsNobodys() {
        Departed departed = client.depart("google", Map.of());
        URI back = client.consent(departed);
        String madeUp = back.getRawQuery().replaceFirst("state=[^&]+", "state=" + "x".repeat(43));
        refusesState(client.callback(back.getPath(), madeUp, departed.cookie()));
        assertThat(accounts.outcomes("login", 1)).containsExactly("state_unknown");
        assertThat(calls()).isEqualTo(before);
    }

    /** From here to the provider; the browser's own way to it is not among them. */
    private int calls() {
        return Stream.of("/google/token", "/google/userinfo", "/github/token", "/github/user", "/github/emails")
                .mapToInt(provider::calls)
                .sum();
    }

    private void refusesState(Answer answer) {
        answer.expect(400);
        assertThat(answer.code()).isEqualTo("social_state_invalid");
        assertThat(answer.body().get("detail").asString()).isEqualTo("Invalid OAuth state");
    }
}
