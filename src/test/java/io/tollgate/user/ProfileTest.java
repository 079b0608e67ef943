package io.tollgate.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class ProfileTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private TestUser user;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
    }

    @Test
    void changesWhatIsSentAndLeavesTheRest() {
        patched("{\"first_name\": \" Ada \", \"last_name\": \"Lovelace\"}");
        JsonNode me = patched("{\"picture_url\": \"https://cdn.example.com/ada.png?x=1\"}");
        assertThat(me.at("/profile/first_name").asString()).isEqualTo("Ada");
        assertThat(me.at("/profile/last_name").asString()).isEqualTo("Lovelace");
        assertThat(me.at("/profile/picture_url").asString()).isEqualTo("https://cdn.example.com/ada.png?x=1");
        assertThat(me.get("username").asString()).isEqualTo(user.user().username());
        me = patched("{\"first_name\": null}");
        assertThat(me.at("/profile/first_name").isNull()).isTrue();
        assertThat(me.at("/profile/last_name").asString()).isEqualTo("Lovelace");
        assertThat(patched("{}").at("/profile/last_name").asString()).isEqualTo("Lovelace");
        assertThat(audited("success")).containsExactly("first_name,last_name", "picture_url", "first_name");
    }

    @Test
    void changesTheUsernameByTheRulesOfRegistration() {
        String name = "n" + user.user().username().substring(1);
        assertThat(patched("{\"username\": \"" + name + "\"}").get("username").asString())
                .isEqualTo(name);
        // Another spelling of one's own is not taken.
        patched("{\"username\": \"" + name.toUpperCase(Locale.ROOT) + "\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"username": null} | username
            {"username": "ab"} | username
            {"username": "ada@example.com"} | username
            {"username": "Admin"} | username
            {"username": 7} | username
            {"first_name": ""} | first_name
            {"first_name": ["Ada"]} | first_name
            {"last_name": "a\\u0000b"} | last_name
            {"last_name": "a\\u202eb"} | last_name
            {"picture_url": "http://example.com/a.png"} | picture_url
            {"picture_url": "javascript:alert(1)"} | picture_url
            {"picture_url": "https://user:secret@example.com/"} | picture_url
            {"picture_url": "https:///nowhere"} | picture_url
            {"is_admin": true} | is_admin
            {"email": "other@example.com"} | email
            {"is_verified": true} | is_verified
            {"id": "019aa3c2-7f10-7c3e-8a54-0b1d2c3e4f50"} | id
            """)
    void refuses(String patch, String field) {
        patch(user, patch)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .exists();
        assertThat(audited("success")).isEmpty();
    }

    @Test
    void countsCharactersAsPeopleDo() {
        patched("{\"first_name\": \"" + "😀".repeat(100) + "\"}");
        patch(user, "{\"first_name\": \"" + "a".repeat(101) + "\"}")
                .expectStatus()
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "\"ada\"", "{\"first_name\": "})
    void refusesWhatIsNoPatch(String body) {
        assertThat(patch(user, body).expectBody().returnResult().getStatus().is4xxClientError())
                .isTrue();
    }

    @Test
    void givesANameToOneOfTwentyWhoWantIt() {
        String name = "wanted-" + user.user().username().substring(0, 20);
        List<TestUser> all =
                IntStream.range(0, 20).mapToObj(_ -> testUsers.signUp()).toList();
        List<Integer> answers = AtOnce.times(
                20,
                number -> patch(all.get(number), "{\"username\": \"" + name + "\", \"first_name\": \"Winner\"}")
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value());
        assertThat(answers).containsOnly(200, 400).containsOnlyOnce(200);
        Long winners = db.sql("""
                        select count(*) from profiles p join users u on u.id = p.user_id
                        where first_name = 'Winner' and u.id = any(:ids)""")
                .bind("ids", all.stream().map(TestUser::id).toArray(UUID[]::new))
                .mapValue(Long.class)
                .one()
                .block();
        assertThat(winners).isEqualTo(1);
        patch(user, "{\"username\": \"" + name + "\"}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("username_taken")
                .jsonPath("$.detail")
                .isEqualTo("Username already exists");
    }

    @Test
    void wantsAnActiveUser() {
        patch(testUsers.unverified(), "{}").expectStatus().isForbidden();
        http.patch()
                .uri("/me")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    private JsonNode patched(String patch) {
        return patch(user, patch)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private ResponseSpec patch(TestUser who, String patch) {
        return who.authorized(http)
                .patch()
                .uri("/me")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(patch)
                .exchange();
    }

    private List<String> audited(String outcome) {
        return db.sql("""
                        select details ->> 'fields' from audit_log
                        where actor_id = :id and action = 'profile.updated' and outcome = :outcome order by id""")
                .bind("id", user.id())
                .bind("outcome", outcome)
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }
}
