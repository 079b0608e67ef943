package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A mailbox is one factor, and no way round the second (ASVS 6.4.3). */
@IntegrationTest
class FactorAfterResetTest {

    private static final String NEXT = "another sentence, quite odd";

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Test
    void isWantedAsBefore() {
        MfaClient client = new MfaClient(context, http);
        Enrolled ada = client.enrolled();
        String email = ada.user().user().email();
        String stale = client.mfaToken(ada.user());
        client.post("/forget-password", null, Map.of("email", email)).expect(202);
        String link = Mailbox.of(email).await("Password Reset").link().split("token=")[1];

        Answer reset = client.post("/new-password", null, Map.of("token", link, "password", NEXT))
                .expect(202);
        assertThat(reset.body().propertyNames()).containsExactly("message");
        assertThat(client.liveSessions(ada.user())).isZero();
        client.complete(stale, "totp", client.nextCode(ada.secret())).expect(401);

        Answer login = client.post("/login", null, Map.of("email", email, "password", NEXT))
                .expect(200);
        assertThat(login.body().get("mfa_required").asBoolean()).isTrue();
        assertThat(login.body().has("token")).isFalse();
        assertThat(login.body().get("methods").valueStream().map(JsonNode::asString))
                .contains("totp");
        assertThat(client.liveSessions(ada.user())).isZero();
        client.complete(login.text("mfa_token"), "totp", client.wrongCode(ada.secret()))
                .expect(401);
        client.complete(login.text("mfa_token"), "totp", client.nextCode(ada.secret()))
                .expect(200);
    }
}
