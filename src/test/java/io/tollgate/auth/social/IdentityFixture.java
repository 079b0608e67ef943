package io.tollgate.auth.social;

import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.auth.social.SocialClient.Departed;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A signed-in user, and somebody at the provider whose identity is to be linked. */
@IntegrationTest
abstract class IdentityFixture {

    @Autowired
    WebTestClient http;

    @Autowired
    DatabaseClient db;

    @Autowired
    TestUsers testUsers;

    final FakeProvider provider = TestSocial.provider();
    final FakeAccount account = SocialAccounts.any();
    SocialClient client;
    SocialAccounts accounts;
    TestUser user;

    @BeforeEach
    void begin() {
        client = new SocialClient(http);
        accounts = new SocialAccounts(db);
        provider.misbehave();
        provider.signIn(account);
        user = testUsers.signUp();
    }

    final JsonNode list(TestUser who) {
        return who.authorized(http)
                .get()
                .uri("/me/identities")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .get("data");
    }

    final Departed depart(TestUser who, String name, Map<String, ?> body) {
        Answer answer = call(who, HttpMethod.POST, name, body).expect(200);
        return new Departed(
                name,
                URI.create(answer.body().get("authorize_url").asString()),
                answer.cookies().get("oauth_state_" + name).getValue());
    }

    final Answer call(TestUser who, HttpMethod method, String name, Map<String, ?> body) {
        return SocialClient.read(who.authorized(http)
                .method(method)
                .uri("/me/identities/" + name)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }

    final Answer call(TestUser who, HttpMethod method, String name) {
        return SocialClient.read(who.authorized(http)
                .method(method)
                .uri("/me/identities/" + name)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }
}
