package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Session;
import io.tollgate.auth.session.SessionRepository;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.auth.token.AccessTokens;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.platform.web.RequestFacts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** /me/identities: adding and removing ways to sign in. */
@IntegrationTest
class IdentitiesTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private Sessions sessions;

    @Autowired
    private SessionRepository sessionRows;

    @Autowired
    private AccessTokens accessTokens;

    private SocialClient client;
    private SocialAccounts accounts;
    private TestUser user;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
        user = testUsers.signUp();
    }

    @Test
    void linksListsAndUnlinks() {
        assertThat(list(user)).isEmpty();
        client.comeBack(depart(user, "google", Map.of())).expect(204);
        JsonNode identity = list(user).get(0);
        assertThat(identity.propertyNames())
                .containsExactlyInAnyOrder("provider", "email", "linked_at", "last_used_at");
        assertThat(identity.get("provider").asString()).isEqualTo("google");
        assertThat(identity.get("email").asString()).isEqualTo(account.email());
        assertThat(client.signIn("google").expect(200).userId())
                .isEqualTo(user.id().toString());
        assertThat(accounts.user(user.id().toString()))
                .containsEntry("email", user.user().email());

        assertThat(export(user).get("identities").get(0).get("provider").asString())
                .isEqualTo("google");

        setPassword(user);
        TestUser elsewhere = testUsers.again(user);
        call(user, HttpMethod.DELETE, "google").expect(204);
        assertThat(list(user)).isEmpty();
        assertThat(client.me(user.token())).isEqualTo(200);
        assertThat(client.me(elsewhere.token())).isEqualTo(401);
        List<String> subjects = Mailbox.of(user.user().email()).await(2).stream()
                .map(Mailbox.Received::subject)
                .toList();
        assertThat(subjects)
                .containsExactlyInAnyOrder(
                        "Google sign-in was added to your account", "Google sign-in was removed from your account");
        call(user, HttpMethod.DELETE, "google").expect(404);
    }

    @Test
    void sendsTheAppBackToItsSettings() {
        Departed departed = depart(user, "github", Map.of("redirect_to", TestSocial.APP));
        assertThat(client.comeBack(departed).inApp("linked")).isEqualTo("github");
        Departed again = depart(user, "github", Map.of("redirect_to", TestSocial.APP));
        assertThat(client.comeBack(again).inApp("linked")).isEqualTo("github");
        assertThat(accounts.identities(account)).isEqualTo(1);
        call(user, HttpMethod.POST, "github", Map.of("redirect_to", "https://evil.test/"))
                .expect(422);
    }

    @Test
    void linksNoIdentityOfSomebodyElse() {
        client.signIn("google").expect(200);
        assertThat(client.comeBack(depart(user, "google", Map.of())).expect(409).code())
                .isEqualTo("identity_taken");
        assertThat(list(user)).isEmpty();
        assertThat(accounts.outcomes("identity.linked", 1)).containsExactly("identity_taken");
    }

    @Test
    void linksOneIdentityOfEachProvider() {
        client.comeBack(depart(user, "google", Map.of())).expect(204);
        provider.signIn(SocialAccounts.any());
        assertThat(client.comeBack(depart(user, "google", Map.of())).expect(409).code())
                .isEqualTo("identity_exists");
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
    void linksNothingInTheBrowserOfAVictim() {
        Departed mine = depart(user, "google", Map.of());
        URI back = client.consent(mine);
        assertThat(client.callback(back, null).expect(400).code()).isEqualTo("social_state_invalid");
        assertThat(accounts.identities(account)).isZero();
    }

    @Test
    void linksNothingOnceTheSessionHasEnded() {
        Departed departed = depart(user, "google", Map.of());
        sessions.end(user.session().id(), EndReason.LOGOUT).block();
        client.comeBack(departed).expect(400);
        assertThat(accounts.identities(account)).isZero();
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
    void keepsTheLastWayToSignIn() {
        Answer signedIn = client.signIn("google").expect(200);
        assertThat(delete(signedIn.token(), "google").expect(409).code()).isEqualTo("identity_last");
        assertThat(accounts.identities(account)).isEqualTo(1);
        client.signIn("github").expect(200);
        delete(signedIn.token(), "google").expect(204);
        assertThat(delete(signedIn.token(), "github").expect(409).code()).isEqualTo("identity_last");
    }

    @Test
    void keepsOneOfTwoThatAreRemovedAtOnce() {
        Answer signedIn = client.signIn("google").expect(200);
        client.signIn("github").expect(200);
        List<Integer> statuses = Stream.of("google", "github", "google", "github")
                .parallel()
                .map(name -> delete(signedIn.token(), name).status())
                .toList();
        assertThat(statuses.stream().filter(status -> status == 204)).hasSize(1);
        assertThat(accounts.identities(account)).isEqualTo(1);
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

    @Test
    void offersNothingThatIsNotSetUp() {
        try (SecondNode node = SecondNode.start(
                clock,
                Map.of(
                        "GOOGLE_CLIENT_ID", "",
                        "GOOGLE_CLIENT_SECRET", "",
                        "GITHUB_CLIENT_ID", "",
                        "GITHUB_CLIENT_SECRET", "",
                        "server.port", "0"))) {
            SocialClient there = new SocialClient(node.http());
            assertThat(there.start("google", Map.of()).expect(404).code()).isEqualTo("not_found");
            there.start("github", Map.of()).expect(404);
            there.callback("/auth/social/callback/google", "state=a&code=b", null)
                    .expect(404);
            there.post("/auth/social/google/token", Map.of("id_token", "x")).expect(404);
        }
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
        String token = sessionRows
                .insert(session, RequestFacts.NONE)
                .then(accessTokens.issue(user.user(), session))
                .block();
        return new TestUser(user.user(), session, token);
    }

    private Departed depart(TestUser who, String name, Map<String, ?> body) {
        Answer answer = call(who, HttpMethod.POST, name, body).expect(200);
        return new Departed(
                name,
                URI.create(answer.body().get("authorize_url").asString()),
                answer.cookies().get("oauth_state_" + name).getValue());
    }

    private Answer call(TestUser who, HttpMethod method, String name, Map<String, ?> body) {
        return SocialClient.read(who.authorized(http)
                .method(method)
                .uri("/me/identities/" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }

    private Answer call(TestUser who, HttpMethod method, String name) {
        return SocialClient.read(who.authorized(http)
                .method(method)
                .uri("/me/identities/" + name)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }

    private Answer delete(String token, String name) {
        return SocialClient.read(http.delete()
                .uri("/me/identities/" + name)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }

    private JsonNode list(TestUser who) {
        return who.authorized(http)
                .get()
                .uri("/me/identities")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .get("data");
    }

    private JsonNode export(TestUser who) {
        return who.authorized(http)
                .get()
                .uri("/me/export")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private void setPassword(TestUser who) {
        passwords
                .insert(who.id(), "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA")
                .block();
    }
}
