package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.OpenTransaction;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class PasskeyDeactivatedMeanwhileTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @Test
    void refusesWhoIsDeactivatedBetweenTheSignatureAndTheSession() {
        PasskeyClient client = new PasskeyClient(http, db);
        TestUser user = testUsers.signUp();
        SoftAuthenticator authenticator = new SoftAuthenticator();
        client.add(user, authenticator);
        Map<String, Object> signed = authenticator.get(client.loginOptions());
        Answer answer = OpenTransaction.whileDeactivated(db, user.id(), () -> client.login(signed));
        assertThat(answer.body(401).get("code").asString()).isEqualTo("invalid_credentials");
        assertThat(client.audit("login", user.id())).isEmpty();
        assertThat(client.liveSessions(user.id())).isEqualTo(1);
    }
}
