package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.token.ForgedClaims;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who may not touch a user's passkeys. */
@IntegrationTest
class PasskeyGuardTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private PasskeyClient client;
    private MfaClient mfa;

    @BeforeEach
    void clients() {
        client = new PasskeyClient(http, db);
        mfa = new MfaClient(context, http);
    }

    @Test
    void wantsALoginOfTheLastMinutesForEveryChange() {
        TestUser user = testUsers.signUp();
        UUID id = client.add(user, new SoftAuthenticator());
        TestUser late = withToken(user, ForgedClaims.ofALoginAgo(context, user, Duration.ofMinutes(16)));
        for (String path : List.of("/passkeys/registration/options", "/passkeys/registration")) {
            assertThat(client.post(late, path, Map.of()).code()).isEqualTo("reauthentication_required");
        }
        assertThat(client.remove(late, id).code()).isEqualTo("reauthentication_required");
        assertThat(client.list(late).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void isNoBusinessOfWhoActsForTheUser() {
        TestUser user = testUsers.signUp();
        UUID id = client.add(user, new SoftAuthenticator());
        TestUser acting = withToken(
                user, ForgedClaims.actingFor(context, user, testUsers.admin().id()));
        assertThat(client.post(acting, "/passkeys/registration/options", null).status())
                .isEqualTo(403);
        assertThat(client.post(acting, "/passkeys/options", null).status()).isEqualTo(403);
        assertThat(client.remove(acting, id).status()).isEqualTo(403);
        assertThat(client.send(acting, HttpMethod.PATCH, "/passkeys/" + id, Map.of("name", "a"))
                        .status())
                .isEqualTo(403);
    }

    private static TestUser withToken(TestUser user, String token) {
        return new TestUser(user.user(), user.session(), token);
    }
}
