package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.fakeprovider.Mischief;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Google accounts of people whose mailbox is elsewhere. */
@IntegrationTest
class GoogleAuthorityTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TestUsers testUsers;

    private SocialClient client;
    private SocialAccounts accounts;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.signIn(account);
        provider.misbehave(Mischief.PERSONAL_ACCOUNT);
    }

    @AfterEach
    void behave() {
        provider.misbehave();
    }

    /** Google checked that address once; the mailbox is another company's, and may be another person's by now. */
    @Test
    void joinsNoAccountWhoseMailboxGoogleDoesNotRun() {
        TestUser owner = testUsers.signUp();
        accounts.run(
                "insert into passwords (user_id, hash, changed_at) values (:id::uuid, '$none', now())",
                owner.id().toString());
        provider.signIn(account.email(owner.user().email()));
        assertThat(client.signIn("google").expect(409).code()).isEqualTo("social_link_required");
        assertThat(accounts.identities(account)).isZero();
        String gmail = "g" + account.id() + "@gmail.com";
        accounts.run(
                "update users set email = '" + gmail + "' where id = :id::uuid",
                owner.id().toString());
        provider.signIn(account.email(gmail));
        assertThat(client.signIn("google").expect(200).userId())
                .isEqualTo(owner.id().toString());
    }

    /** The original system kept no identities: whoever came by Google there has no other way in here. */
    @Test
    void joinsAnImportedAccountThatCameByGoogle() {
        TestUser imported = testUsers.signUp();
        accounts.run(
                "update users set provider = 'google' where id = :id::uuid",
                imported.id().toString());
        provider.signIn(account.email(imported.user().email()));
        assertThat(client.signIn("google").expect(200).userId())
                .isEqualTo(imported.id().toString());
    }
}
