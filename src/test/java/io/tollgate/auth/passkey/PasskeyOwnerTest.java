package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Right answers of the wrong passkey. */
@IntegrationTest
class PasskeyOwnerTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private PasskeyClient client;
    private TestUser user;
    private SoftAuthenticator authenticator;

    @BeforeEach
    void addAPasskey() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
        authenticator = new SoftAuthenticator();
        client.add(user, authenticator);
    }

    @Test
    void refusesAPasskeyOfAnotherUserUnderOnesOwnName() {
        SoftAuthenticator others = new SoftAuthenticator();
        client.add(testUsers.signUp(), others);
        authenticator.credentialId = others.credentialId;
        refused(client.login(authenticator));
        others.userHandle = authenticator.userHandle;
        refused(client.login(others));
    }

    @Test
    void refusesAPasskeyThatIsNoLongerThere() {
        SoftAuthenticator another = new SoftAuthenticator();
        assertThat(client.remove(user, client.add(user, another)).status()).isEqualTo(204);
        refused(client.login(another));
    }

    @Test
    void refusesAndReportsAnAuthenticatorThatCountsBack() {
        authenticator.counter = 40;
        client.login(authenticator).body(200);
        authenticator.counter = 20;
        refused(client.login(authenticator));
        assertThat(client.audit("passkey.copied", user.id())).containsExactly("success");
        assertThat(outcomes()).contains("counted_back");
        assertThat(Mailbox.of(user.user().email()).await(2))
                .anySatisfy(mail -> assertThat(mail.subject()).contains("may have been copied"));
        authenticator.counter = 41;
        client.login(authenticator).body(200);
    }

    @Test
    void letsOneOfTwoAnswersWithTheSameCountIn() {
        JsonNode one = client.loginOptions();
        JsonNode other = client.loginOptions();
        client.login(authenticator.get(one)).body(200);
        authenticator.counter--;
        refused(client.login(authenticator.get(other)));
    }

    @Test
    void refusesOneThatDidNotCheckItsUserWhenItWasAdded() {
        SoftAuthenticator found = new SoftAuthenticator();
        found.userVerified = false;
        client.add(user, found);
        found.userVerified = true;
        refused(client.login(found));
        assertThat(outcomes()).contains("second_factor_only");
    }

    private static void refused(Answer answer) {
        JsonNode problem = answer.body(401);
        assertThat(problem.get("code").asString()).isEqualTo("invalid_credentials");
        assertThat(problem.get("detail").asString()).isEqualTo("The passkey was not accepted");
    }

    /** Of the refused logins that are known to have been this user's, or, where nobody's is known, of the last one. */
    private List<String> outcomes() {
        List<String> known = db.sql("""
                        select outcome from audit_log
                        where action = 'login' and subject_id = :id and outcome <> 'success' order by id
                        """)
                .bind("id", user.id().toString())
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
        return known.isEmpty()
                ? db.sql(
                                "select outcome from audit_log where action = 'login' order by xmin::text::bigint desc limit 1")
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .block()
                : known;
    }
}
