package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Which account an identity leads to. */
@IntegrationTest
class AccountsTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Encryption encryption;

    @Autowired
    private Sealed sealedTotpSecrets;

    private SocialClient client;
    private SocialAccounts accounts;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
    }

    @Test
    void makesAVerifiedUserWithNameAndPicture() {
        String id = client.signIn("google").expect(200).userId();
        Map<String, Object> user = accounts.user(id);
        assertThat(user).containsEntry("is_verified", true).containsEntry("is_admin", false);
        assertThat((String) user.get("username")).matches("Ada_Lovelace[1-9]\\d{3}");
        assertThat(accounts.profile(id)).containsEntry("picture_url", "https://pictures.test/" + account.id());
    }

    @Test
    void takesTheLoginOfGithubForAUsername() {
        String id = client.signIn("github").expect(200).userId();
        assertThat(accounts.user(id)).containsEntry("username", account.login());
        assertThat(accounts.profile(id)).containsEntry("first_name", "Ada").containsEntry("last_name", "Lovelace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "ab", "--", "Ünal", "root", "a b/../c<script>"})
    void makesAUsernameOfWhateverThereIs(String login) {
        provider.signIn(account.login(login));
        String id = client.signIn("github").expect(200).userId();
        assertThat((String) accounts.user(id).get("username"))
                .matches("[A-Za-z0-9](?:[A-Za-z0-9._-]{1,62})[A-Za-z0-9]")
                .isNotIn("admin", "root");
    }

    @Test
    void mindsNoMissingName() {
        provider.signIn(account.name(null));
        String id = client.signIn("google").expect(200).userId();
        assertThat((String) accounts.user(id).get("username")).matches("user\\d{9}");
    }

    @Test
    void givesAnotherNameWhereTheLoginIsTaken() {
        TestUser other = testUsers.signUp();
        provider.signIn(account.login(other.user().username().toUpperCase(Locale.ROOT)));
        String id = client.signIn("github").expect(200).userId();
        assertThat(id).isNotEqualTo(other.id().toString());
        assertThat((String) accounts.user(id).get("username")).matches(".*\\d{4}");
    }

    @Test
    void knowsPeopleByTheirNumberWhateverTheirNameAndAddress() {
        String id = client.signIn("github").expect(200).userId();
        FakeAccount renamed = account.login("other" + account.id()).email("other" + account.id() + "@example.test");
        provider.signIn(renamed);
        Answer again = client.signIn("github").expect(200);
        assertThat(again.userId()).isEqualTo(id);
        assertThat(again.body().get("user").get("email").asString()).isEqualTo(account.email());
        provider.signIn(renamed.unverified());
        assertThat(client.signIn("github").expect(200).userId()).isEqualTo(id);
        FakeAccount whoTookTheName = new FakeAccount(
                SocialAccounts.any().id(), account.login(), "Eve", "eve" + account.id() + "@example.test", true);
        provider.signIn(whoTookTheName);
        assertThat(client.signIn("github").expect(200).userId()).isNotEqualTo(id);
    }

    @Test
    void givesAnAddressOfItsOwnToWhoShowsNone() {
        provider.signIn(account.email(null));
        String id = client.signIn("github").expect(200).userId();
        assertThat(accounts.user(id))
                .containsEntry("email", account.login() + "@github.local")
                .containsEntry("is_verified", true);
        assertThat(client.signIn("github").expect(200).userId()).isEqualTo(id);
    }

    @Test
    void neverJoinsByAFallbackAddress() {
        provider.signIn(account.email(null));
        String id = client.signIn("github").expect(200).userId();
        FakeAccount whoTookTheLogin = new FakeAccount(SocialAccounts.any().id(), account.login(), "Eve", null, false);
        provider.signIn(whoTookTheLogin);
        Answer other = client.signIn("github").expect(200);
        assertThat(other.userId()).isNotEqualTo(id);
        assertThat(other.body().get("user").get("email").asString()).startsWith(account.login() + "+");
    }

    @Test
    void takesForbiddenAddressesForNone() {
        provider.misbehave(Mischief.EMAILS_FORBIDDEN);
        assertThat(client.signIn("github")
                        .expect(200)
                        .body()
                        .get("user")
                        .get("email")
                        .asString())
                .isEqualTo(account.login() + "@github.local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github"})
    void believesNoAddressThatTheProviderHasNotVerified(String name) {
        TestUser victim = testUsers.signUp();
        provider.signIn(account.email(victim.user().email()).unverified());
        assertThat(client.signIn(name).expect(403).code()).isEqualTo("social_email_unverified");
        assertThat(accounts.identities(account)).isZero();
        assertThat(accounts.outcomes("login", 1)).containsExactly("email_unverified");
    }

    @Test
    void asksForTheSecondFactorAsEveryLoginDoes() {
        String id = client.signIn("google").expect(200).userId();
        String handOff = client.signInFromApp("google").inApp("code");
        byte[] secret = encryption.encrypt(sealedTotpSecrets, UUID.fromString(id), "JBSWY3DPEHPK3PXP");
        accounts.run(
                "insert into totp (user_id, secret, created_at, confirmed_at) values (:id::uuid, decode('%s', 'hex'), now(), now())"
                        .formatted(HexFormat.of().formatHex(secret)),
                id);
        long before = sessions(id);
        String idToken = provider.idToken(account, FakeProvider.ANDROID_CLIENT, null);
        for (Answer answer : List.of(
                client.signIn("google"),
                client.exchange(handOff, SocialClient.VERIFIER),
                client.post("/auth/social/google/token", Map.of("id_token", idToken)))) {
            answer.expect(200);
            assertThat(answer.body().get("mfa_required").asBoolean()).isTrue();
            assertThat(answer.body().has("token")).isFalse();
            assertThat(answer.body().has("refresh_token")).isFalse();
        }
        assertThat(sessions(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github"})
    void makesOneUserOfTwentyParallelFirstLogins(String name) {
        List<Answer> answers =
                IntStream.range(0, 20).mapToObj(_ -> client.depart(name, Map.of())).toList().parallelStream()
                        .map(client::comeBack)
                        .toList();
        assertThat(answers).allSatisfy(answer -> answer.expect(200));
        assertThat(answers.stream().map(Answer::userId).distinct()).hasSize(1);
        assertThat(accounts.users(account)).isEqualTo(1);
        assertThat(accounts.identities(account)).isEqualTo(1);
    }

    private long sessions(String userId) {
        return accounts.count("select count(*) from sessions where user_id::text = :it", userId);
    }
}
