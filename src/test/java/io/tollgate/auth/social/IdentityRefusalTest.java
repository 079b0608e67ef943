package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.session.Session;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.auth.token.AccessTokens;
import io.tollgate.auth.token.Grants;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

/** Identities that are not linked, and to whom not. */
class IdentityRefusalTest extends IdentityFixture {

    @Autowired
    private MutableClock clock;

    @Autowired
    private Grants grants;

    @Autowired
    private AccessTokens accessTokens;

    @Test
    void linksNoIdentityOfSomebodyElse() {
        client.signIn("google").expect(200);
        Answer refusal = client.comeBack(depart(user, "google", Map.of())).expect(409);
        assertThat(refusal.code()).isEqualTo("identity_taken");
        assertThat(refusal.detail()).isEqualTo("This Google account belongs to another user");
        assertThat(list(user)).isEmpty();
        assertThat(accounts.outcomes("identity.linked", 1)).containsExactly("identity_taken");
    }

    @Test
    void linksOneIdentityOfEachProvider() {
        client.comeBack(depart(user, "google", Map.of())).expect(204);
        provider.signIn(SocialAccounts.any());
        Answer refusal = client.comeBack(depart(user, "google", Map.of())).expect(409);
        assertThat(refusal.code()).isEqualTo("identity_exists");
        assertThat(refusal.detail()).isEqualTo("Another Google account is linked already");
        assertThat(list(user)).hasSize(1);
    }

    @Test
    void givesAnIdentityToOneOfTwoParallelUsers() {
        List<Departed> both = Stream.of(user, testUsers.signUp())
                .map(who -> depart(who, "google", Map.of()))
                .toList();
        List<Integer> statuses =
                both.parallelStream().map(one -> client.comeBack(one).status()).toList();
        assertThat(statuses).containsExactlyInAnyOrder(204, 409);
        assertThat(accounts.identities(account)).isEqualTo(1);
    }

    @Test
    void wantsARecentLoginOfAnActiveUser() {
        client.comeBack(depart(user, "google", Map.of())).expect(204);
        TestUser longAgo = signedInLongAgo();
        for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.DELETE)) {
            assertThat(call(longAgo, method, "google").expect(403).code()).isEqualTo("reauthentication_required");
            assertThat(call(testUsers.unverified(), method, "google")
                            .expect(403)
                            .code())
                    .isEqualTo("account_not_active");
            http.method(method)
                    .uri("/me/identities/google")
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }
        assertThat(list(longAgo)).hasSize(1);
        http.get().uri("/me/identities").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void knowsNoOtherProviders() {
        for (String name : List.of("local", "facebook", "GOOGLE", "google.")) {
            call(user, HttpMethod.DELETE, name).expect(404);
        }
        call(user, HttpMethod.POST, "facebook").expect(404);
        client.callback("/auth/social/callback/facebook", "state=a&code=b", null)
                .expect(404);
    }

    /** The same user, in a session whose login is older than what sensitive operations want. */
    private TestUser signedInLongAgo() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Session session = new Session(
                UUID.randomUUID(),
                user.id(),
                now.minus(Duration.ofMinutes(16)),
                List.of("pwd"),
                now,
                now.plusSeconds(900));
        String token = grants.begin(user.user(), session, RequestFacts.NONE)
                .then(accessTokens.issue(user.user(), session))
                .block();
        return new TestUser(user.user(), session, token);
    }
}
