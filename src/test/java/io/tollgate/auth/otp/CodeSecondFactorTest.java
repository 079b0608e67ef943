package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A mailbox is one factor: a code from it is no way round the other. */
@IntegrationTest
class CodeSecondFactorTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Test
    void asksForTheSecondFactorAfterTheCode() {
        MfaClient client = new MfaClient(context, http);
        Enrolled ada = client.enrolled();
        CodeMails mails = new CodeMails(new AuthCalls(http));
        String email = ada.user().user().email();
        // The first mail tells that the app was added.
        Mailbox.of(email).awaitOne();
        JsonNode answer =
                new AuthCalls(http).post("/login/code", mails.get(email, 2).body(), 200);
        assertThat(answer.has("token")).isFalse();
        assertThat(client.liveSessions(ada.user())).isEqualTo(1);
        Answer tokens = client.complete(answer.get("mfa_token").asString(), "totp", client.nextCode(ada.secret()))
                .expect(200);
        assertThat(client.me(tokens.text("token"))).isEqualTo(200);
    }
}
