package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.SecondNode;
import io.tollgate.TestSocial;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.auth.social.SocialClient.Departed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** /me/identities: adding and removing ways to sign in. */
class IdentitiesTest extends IdentityFixture {

    @Autowired
    private PasswordRepository passwords;

    @Test
    void linksListsAndUnlinks() {
        assertThat(list(user)).isEmpty();
        client.comeBack(depart(user, "google", Map.of())).expect(204);
        JsonNode identity = list(user).get(0);
        assertThat(identity.propertyNames())
                .containsExactlyInAnyOrder("provider", "email", "linked_at", "last_used_at");
        assertThat(identity.get("provider").asString()).isEqualTo("google");
        assertThat(identity.get("email").asString()).isEqualTo(account.email());
        assertThat(client.signIn("google").expect(200).userId())
                .isEqualTo(user.id().toString());
        assertThat(accounts.user(user.id().toString()))
                .containsEntry("email", user.user().email());

        assertThat(export(user).get("identities").get(0).get("provider").asString())
                .isEqualTo("google");

        setPassword(user);
        TestUser elsewhere = testUsers.again(user);
        call(user, HttpMethod.DELETE, "google").expect(204);
        assertThat(list(user)).isEmpty();
        assertThat(client.me(user.token())).isEqualTo(200);
        assertThat(client.me(elsewhere.token())).isEqualTo(401);
        List<String> subjects = Mailbox.of(user.user().email()).await(2).stream()
                .map(Mailbox.Received::subject)
                .toList();
        assertThat(subjects)
                .containsExactlyInAnyOrder(
                        "Google sign-in was added to your account", "Google sign-in was removed from your account");
        call(user, HttpMethod.DELETE, "google").expect(404);
    }

    @Test
    void sendsTheAppBackToItsSettings() {
        Departed departed = depart(user, "github", Map.of("redirect_to", TestSocial.APP));
        assertThat(client.comeBack(departed).inApp("linked")).isEqualTo("github");
        Departed again = depart(user, "github", Map.of("redirect_to", TestSocial.APP));
        assertThat(client.comeBack(again).inApp("linked")).isEqualTo("github");
        assertThat(accounts.identities(account)).isEqualTo(1);
        call(user, HttpMethod.POST, "github", Map.of("redirect_to", "https://evil.test/"))
                .expect(422);
    }

    @Test
    void offersNothingThatIsNotSetUp() {
        SocialClient there =
                new SocialClient(SecondNode.sharedWithoutProviders().http());
        assertThat(there.start("google", Map.of()).expect(404).code()).isEqualTo("not_found");
        there.start("github", Map.of()).expect(404);
        there.callback("/auth/social/callback/google", "state=a&code=b", null).expect(404);
        there.post("/auth/social/google/token", Map.of("id_token", "x")).expect(404);
    }

    private JsonNode export(TestUser who) {
        return who.authorized(http)
                .get()
                .uri("/me/export")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private void setPassword(TestUser who) {
        passwords
                .insert(who.id(), "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA")
                .block();
    }
}
