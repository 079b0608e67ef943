package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.social.SocialClient.Answer;
import io.tollgate.fakeprovider.FakeAccount;
import io.tollgate.fakeprovider.FakeProvider;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What may be unlinked, and what may not. */
@IntegrationTest
class UnlinkingTest {

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
    void keepsTheLastWayToSignIn() {
        Answer signedIn = client.signIn("google").expect(200);
        assertThat(delete(signedIn.token(), "google").expect(409).code()).isEqualTo("identity_last");
        assertThat(accounts.identities(account)).isEqualTo(1);
        client.signIn("github").expect(200);
        delete(signedIn.token(), "google").expect(204);
        assertThat(delete(signedIn.token(), "github").expect(409).code()).isEqualTo("identity_last");
    }

    @Test
    void keepsOneOfTwoThatAreRemovedAtOnce() {
        Answer signedIn = client.signIn("google").expect(200);
        client.signIn("github").expect(200);
        List<Integer> statuses = Stream.of("google", "github", "google", "github")
                .parallel()
                .map(name -> delete(signedIn.token(), name).status())
                .toList();
        assertThat(statuses.stream().filter(status -> status == 204)).hasSize(1);
        assertThat(accounts.identities(account)).isEqualTo(1);
    }

    private Answer delete(String token, String name) {
        return SocialClient.read(http.delete()
                .uri("/me/identities/" + name)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult());
    }
}
