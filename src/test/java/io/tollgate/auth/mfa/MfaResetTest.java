package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class MfaResetTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private MfaReset mfaReset;

    private MfaClient client;

    @BeforeEach
    void client() {
        client = new MfaClient(context, http);
    }

    @Test
    void takesAwayEverythingAndEndsAllSessions() {
        Enrolled ada = client.enrolled();
        String token = client.mfaToken(ada.user());
        for (int i = 0; i < 10; i++) {
            client.complete(i < 5 ? token : client.mfaToken(ada.user()), "totp", "x")
                    .expect(401);
        }
        String pending = client.mfaToken(ada.user());
        assertThat(reset(ada.user())).isTrue();
        assertThat(client.liveSessions(ada.user())).isZero();
        assertThat(client.me(ada.user().token())).isEqualTo(401);
        client.complete(pending, "totp", client.nextCode(ada.secret())).expect(401);
        assertThat(client.login(ada.user()).expect(200).body().has("token")).isTrue();
        assertThat(client.outcomes("mfa.reset_by_admin", ada.user())).isEqualTo(Map.of("success", 1L));
        Mailbox.Received mail = Mailbox.of(ada.user().user().email()).await(3).stream()
                .filter(received -> received.subject().equals("Your second factors were removed"))
                .findFirst()
                .orElseThrow();
        assertThat(mail.text()).contains("Please log in and set two-step login up again");
        Enrolled again = client.enrol(testUsers.again(ada.user()));
        client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(again.secret()))
                .expect(200);
    }

    @Test
    void happensOnce() {
        Enrolled ada = client.enrolled();
        List<Boolean> done = Together.calls(20, _ -> reset(ada.user()));
        assertThat(done).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    @Test
    void hasNothingToDoForOthers() {
        TestUser plain = client.signUp();
        assertThat(reset(plain)).isFalse();
        assertThat(client.me(plain.token())).isEqualTo(200);
        assertThat(mfaReset.reset(new UUID(1, 2), new UUID(3, 4), RequestFacts.NONE)
                        .block())
                .isFalse();
        assertThat(client.outcomes("mfa.reset_by_admin", plain)).isEqualTo(Map.of("not_enabled", 1L));
    }

    private boolean reset(TestUser user) {
        return mfaReset.reset(user.id(), new UUID(3, 4), RequestFacts.NONE).block();
    }
}
