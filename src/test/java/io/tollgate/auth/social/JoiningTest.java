package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Whose account a proven address opens, and whose it does not. */
@IntegrationTest
class JoiningTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordRepository passwords;

    private SocialClient client;
    private SocialAccounts accounts;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github"})
    void joinsTheAccountOfTheSameProvenAddressAndTellsItsOwner(String name) {
        TestUser owner = withPassword(testUsers.signUp());
        provider.signIn(account.email(owner.user().email().toUpperCase(Locale.ROOT)));
        Answer answer = client.signIn(name).expect(200);
        assertThat(answer.userId()).isEqualTo(owner.id().toString());
        assertThat(client.me(owner.token())).isEqualTo(200);
        assertThat(hasPassword(owner)).isTrue();
        assertThat(Mailbox.of(owner.user().email()).awaitOne().subject()).endsWith("sign-in was added to your account");
        assertThat(accounts.outcomes("identity.linked", 1)).containsExactly("success");
        client.signIn(name).expect(200);
    }

    @Test
    void takesAwayWhatSomebodySetUpBeforeTheMailboxWasProven() {
        TestUser squatter = withPassword(testUsers.unverified());
        db.sql("""
                        insert into one_time_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
                        values (:id, 'verify_email', decode(md5(:id::text), 'hex'), 'x', now(), now() + interval '9 days')
                        """).bind("id", squatter.id()).then().block();
        provider.signIn(account.email(squatter.user().email()));
        Answer owner = client.signIn("google").expect(200);
        assertThat(owner.userId()).isEqualTo(squatter.id().toString());
        assertThat(accounts.user(owner.userId())).containsEntry("is_verified", true);
        assertThat(hasPassword(squatter)).isFalse();
        assertThat(client.me(squatter.token())).isEqualTo(401);
        assertThat(client.me(owner.token())).isEqualTo(200);
        assertThat(accounts.count("select count(*) from one_time_tokens where user_id::text = :it", owner.userId()))
                .isZero();
        assertThat(accounts.count(
                        "select count(*) from sessions where user_id::text = :it and ended_reason = 'mailbox_proven'",
                        owner.userId()))
                .isEqualTo(1);
        assertThat(Mailbox.of(squatter.user().email()).await(2))
                .extracting(Mailbox.Received::subject)
                .contains("Google sign-in was added to your account");
    }

    @Test
    void unlinksWhatASquatterHadLinked() {
        String squatter = client.signIn("github").expect(200).userId();
        String victim = "victim" + account.id() + "@example.test";
        accounts.run("update users set email = '" + victim + "', is_verified = false where id = :id::uuid", squatter);
        provider.signIn(SocialAccounts.any().email(victim));
        assertThat(client.signIn("google").expect(200).userId()).isEqualTo(squatter);
        assertThat(accounts.identities(account)).isZero();
        provider.signIn(account.email("squatter" + account.id() + "@example.test"));
        assertThat(client.signIn("github").expect(200).userId()).isNotEqualTo(squatter);
    }

    @Test
    void leavesAdministratorsToLinkFromWithin() {
        TestUser admin = testUsers.admin();
        provider.signIn(account.email(admin.user().email()));
        Answer refusal = client.signIn("google").expect(409);
        assertThat(refusal.code()).isEqualTo("social_link_required");
        assertThat(refusal.detail())
                .isEqualTo("This address has an account: log in to it and add Google in its settings");
        assertThat(client.signInFromApp("google").inApp("error")).isEqualTo("social_link_required");
        assertThat(accounts.identities(account)).isZero();
    }

    @Test
    void joinsNoDeactivatedAccount() {
        TestUser gone = testUsers.deactivated();
        provider.signIn(account.email(gone.user().email()));
        Answer refused = client.signIn("github").expect(400);
        assertThat(refused.code()).isEqualTo("social_login_failed");
        assertThat(refused.body().get("detail").asString()).isEqualTo("Sign-in failed");
        assertThat(accounts.identities(account)).isZero();
    }

    @Test
    void joinsNoAccountThatHasAnotherIdentityOfTheProvider() {
        client.signIn("google").expect(200);
        FakeAccount newcomer = SocialAccounts.any().email(account.email());
        provider.signIn(newcomer);
        assertThat(client.signIn("google").expect(409).code()).isEqualTo("social_link_required");
        provider.signIn(newcomer);
        client.signIn("github").expect(200);
    }

    @Test
    void joinsAnAccountOnceInTwentyParallelLogins() {
        TestUser owner = testUsers.unverified();
        provider.signIn(account.email(owner.user().email()));
        List<Answer> answers =
                IntStream.range(0, 20).mapToObj(_ -> client.depart("google", Map.of())).toList().parallelStream()
                        .map(client::comeBack)
                        .toList();
        assertThat(answers).allSatisfy(answer -> answer.expect(200));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(client.me(answer.token())).isEqualTo(200));
        assertThat(accounts.identities(account)).isEqualTo(1);
        Mailbox.of(owner.user().email()).awaitOne();
        assertThat(accounts.count(
                        "select count(*) from audit_log where action = 'email.verified' and subject_id = :it",
                        owner.id().toString()))
                .isEqualTo(1);
    }

    private long sessions(String userId) {
        return accounts.count("select count(*) from sessions where user_id::text = :it", userId);
    }

    private TestUser withPassword(TestUser user) {
        passwords
                .insert(user.id(), "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA")
                .block();
        return user;
    }

    private boolean hasPassword(TestUser user) {
        return accounts.count(
                        "select count(*) from passwords where user_id::text = :it",
                        user.id().toString())
                == 1;
    }
}
