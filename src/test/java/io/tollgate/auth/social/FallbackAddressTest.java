package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestSocial;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** People who come without an address that we could use. */
@IntegrationTest
class FallbackAddressTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    private SocialClient client;
    private SocialAccounts accounts;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
    }

    /** The recent login stands for the mailbox that is not there; the new one answers for itself. */
    @Test
    void letsThemHaveAnAddressThatTheNewMailboxAloneConfirms() {
        provider.signIn(account.email(null));
        Answer answer = client.signIn("github").expect(200);
        String wanted = "real" + account.id() + "@example.test";
        AuthCalls calls = new AuthCalls(http);
        calls.with(answer.token()).post("/me/email", Map.of("email", wanted), 202);
        String link = Mailbox.of(wanted).awaitOne().link().split("token=")[1];
        assertThat(calls.message("/me/email/confirm", Map.of("token", link), 202))
                .isEqualTo("The address is changed");
        assertThat(accounts.user(answer.userId())).containsEntry("email", wanted);
        assertThat(accounts.count("select count(*) from outbox where key like '%' || :it", "@github.local"))
                .isZero();
        assertThat(new AuthRows(db).mailsTo(account.login() + "@github.local")).isEmpty();
    }

    @Test
    void takesNoAddressThatOnlyLooksLikeOneOfOurs() {
        provider.signIn(account.email("\u212Aelvin" + account.id() + "@example.test"));
        Answer refusal = client.signIn("google").expect(403);
        assertThat(refusal.code()).isEqualTo("social_email_unverified");
        assertThat(refusal.detail()).isEqualTo("Verify your e-mail address at Google first");
    }
}
