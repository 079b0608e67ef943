package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** An identity is linked to the session and the browser that wanted it, or to none. */
@IntegrationTest
class LinkingSessionTest {

    private final FakeProvider provider = TestSocial.provider();
    private final FakeAccount account = SocialAccounts.any();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Sessions sessions;

    private SocialClient client;
    private SocialAccounts accounts;
    private TestUser user;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
        user = testUsers.signUp();
    }

    @Test
    void linksNothingInTheBrowserOfAVictim() {
        Departed mine = depart(user, "google", Map.of());
        URI back = client.consent(mine);
        assertThat(client.callback(back, null).expect(400).code()).isEqualTo("social_state_invalid");
        assertThat(accounts.identities(account)).isZero();
    }

    @Test
    void linksNothingOnceTheSessionHasEnded() {
        Departed departed = depart(user, "google", Map.of());
        sessions.end(user.session().id(), EndReason.LOGOUT).block();
        client.comeBack(departed).expect(400);
        assertThat(accounts.identities(account)).isZero();
    }

    private Departed depart(TestUser who, String name, Map<String, ?> body) {
        Answer answer = call(who, HttpMethod.POST, name, body).expect(200);
        return new Departed(
                name,
                URI.create(answer.body().get("authorize_url").asString()),
                answer.cookies().get("oauth_state_" + name).getValue());
    }

    private Answer call(TestUser who, HttpMethod method, String name, Map<String, ?> body) {
        return SocialClient.read(who.authorized(http)
                .method(method)
                .uri("/me/identities/" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }

    private Answer call(TestUser who, HttpMethod method, String name) {
        return SocialClient.read(who.authorized(http)
                .method(method)
                .uri("/me/identities/" + name)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }
}
