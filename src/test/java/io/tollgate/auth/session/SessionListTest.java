package io.tollgate.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class SessionListTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    private Logins logins;
    private TestUser user;

    @BeforeEach
    void signUp() {
        logins = new Logins(http, hashing, passwords);
        user = testUsers.signUp();
    }

    @Test
    void showsDevicesAndNoTokens() {
        logins.withPassword(user);
        WebTestClient firefox = http.mutate()
                .defaultHeader(HttpHeaders.USER_AGENT, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/145.0")
                .build();
        Tokens tokens = new Logins(firefox, hashing, passwords).login(user);
        JsonNode page = list(tokens.on(http), "/sessions");
        assertThat(page.get("total").asInt()).isEqualTo(2);
        JsonNode current = page.get("data").get(0);
        assertThat(current.propertyNames())
                .containsExactly(
                        "id", "device", "ip", "created_at", "last_used_at", "expires_at", "current", "methods");
        assertThat(current.get("device").asString()).isEqualTo("Firefox on Windows");
        assertThat(current.get("ip").asString()).isEqualTo("127.0.0.1");
        assertThat(current.get("current").asBoolean()).isTrue();
        assertThat(current.get("methods").get(0).asString()).isEqualTo("pwd");
        assertThat(page.get("data").get(1).get("current").asBoolean()).isFalse();
        assertThat(page.toString()).doesNotContain(tokens.access(), tokens.refresh());
    }

    @Test
    void comesInPagesTheNewestFirst() {
        List<UUID> newestFirst = List.of(again(), again(), again()).reversed();
        JsonNode first = list(user.authorized(http), "/sessions?limit=2");
        assertThat(ids(first)).isEqualTo(newestFirst.subList(0, 2));
        assertThat(first.get("has_next").asBoolean()).isTrue();
        JsonNode second = list(user.authorized(http), "/sessions?limit=2&offset=2");
        assertThat(ids(second))
                .containsExactly(newestFirst.get(2), user.session().id());
        assertThat(second.get("has_next").asBoolean()).isFalse();
        assertThat(Logins.status(
                        user.authorized(http).get().uri("/sessions?limit=101").exchange()))
                .isEqualTo(422);
    }

    @Test
    void leavesOutWhatNobodyCanUseAnyMore() {
        UUID ended = again();
        UUID idle = again();
        UUID other = testUsers.signUp().session().id();
        assertThat(delete("/sessions/" + ended)).isEqualTo(204);
        db.sql("update sessions set last_used_at = last_used_at - interval '31 days' where id = :id")
                .bind("id", idle)
                .then()
                .block();
        assertThat(ids(list(user.authorized(http), "/sessions")))
                .containsExactly(user.session().id())
                .doesNotContain(other);
    }

    @Test
    void wantsAToken() {
        assertThat(Logins.status(http.get().uri("/sessions").exchange())).isEqualTo(401);
        assertThat(Logins.status(http.delete().uri("/sessions").exchange())).isEqualTo(401);
    }

    private UUID again() {
        return testUsers.again(user).session().id();
    }

    private int delete(String path) {
        return Logins.status(user.authorized(http).delete().uri(path).exchange());
    }

    private static JsonNode list(WebTestClient client, String path) {
        return client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static List<UUID> ids(JsonNode page) {
        return StreamSupport.stream(page.get("data").spliterator(), false)
                .map(session -> UUID.fromString(session.get("id").asString()))
                .toList();
    }
}
