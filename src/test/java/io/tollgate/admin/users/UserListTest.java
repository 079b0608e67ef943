package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class UserListTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    /** Nobody else's name begins with it. */
    private final String mark = "m" + UUID.randomUUID().toString().replace("-", "");

    private AdminClient admin;

    @BeforeEach
    void signIn() {
        admin = new AdminClient(http, users.admin());
    }

    @Test
    void filtersByStateRoleProviderAndTime() {
        TestUser plain = named(users.signUp(), mark + "a");
        TestUser unverified = named(users.unverified(), mark + "b");
        TestUser inactive = named(users.deactivated(), mark + "c");
        TestUser boss = named(users.admin(), mark + "d");
        set(plain, "provider = 'google'");
        assertThat(marked("&active=false")).containsExactly(inactive.id());
        assertThat(marked("&verified=false")).containsExactly(unverified.id());
        assertThat(marked("&admin=true")).containsExactly(boss.id());
        assertThat(marked("&provider=google")).containsExactly(plain.id());
        assertThat(marked("&active=true&verified=true&admin=false")).containsExactly(plain.id());
        Instant boundary = boss.user().createdAt();
        assertThat(marked("&created_from=" + boundary)).contains(boss.id()).doesNotContain(plain.id());
        assertThat(marked("&created_to=" + boundary)).contains(plain.id()).doesNotContain(boss.id());
        JsonNode row = admin.get("/users?search={s}", mark + "d").get("data").get(0);
        assertThat(row.propertyNames())
                .containsExactlyInAnyOrder(
                        "id", "email", "username", "provider", "is_admin", "is_active", "is_verified", "created_at");
    }

    @Test
    void sortsAndGoesOnByCursorWithoutMissingOrRepeating() {
        List<UUID> byName = IntStream.range(0, 7)
                .mapToObj(i -> {
                    clock.advance(Duration.ofMillis(2));
                    return named(users.signUp(), mark + (char) ('g' - i)).id();
                })
                .toList();
        assertThat(all("created_at")).isEqualTo(byName);
        assertThat(all("-created_at")).isEqualTo(byName.reversed());
        assertThat(all("email")).isEqualTo(byName.reversed());
        assertThat(all("-email")).isEqualTo(byName);
        assertThat(all("username")).isEqualTo(byName.reversed());
        assertThat(all("-username")).isEqualTo(byName);
        JsonNode page = admin.get("/users?search={s}&limit=3&offset=3", mark);
        assertThat(page.get("total").asInt()).isEqualTo(7);
        assertThat(page.get("total_is_exact").asBoolean()).isTrue();
        assertThat(page.get("next_offset").asInt()).isEqualTo(6);
        assertThat(page.get("prev_offset").asInt()).isZero();
        assertThat(AdminClient.ids(page)).isEqualTo(byName.reversed().subList(3, 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "active=yes",
                "verified=1",
                "admin=TRUE",
                "provider=facebook",
                "created_from=yesterday",
                "created_to=2026-99-01T00:00:00Z",
                "sort=password",
                "sort=email;drop table users",
                "sort=--email",
                "cursor=x",
                "cursor=Zm9v",
                "cursor=LWNyZWF0ZWRfYXQKeAp4",
                // The year 1,000,000,000 in the order "-created_at".
                "cursor=LWNyZWF0ZWRfYXQKKzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaCjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA",
                "created_from=-1000000000-01-01T00:00:00Z",
                "created_to=-0001-01-01T00:00:00Z",
                "limit=0",
                "limit=101",
                "offset=-1",
                "offset=10001"
            })
    void refusesWhatIsNoValueOfItsFilter(String query) {
        String field = query.substring(0, query.indexOf('='));
        JsonNode refusal = AdminClient.body(admin.ask("/users?" + query.replace(" ", "%20")), 422);
        assertThat(refusal.get("errors").has(field)).isTrue();
    }

    @Test
    void takesACursorForItsOwnOrderOnly() {
        named(users.signUp(), mark + "a");
        named(users.signUp(), mark + "b");
        String cursor = admin.get("/users?search={s}&limit=1&sort=email", mark)
                .get("next_cursor")
                .asString();
        assertThat(AdminClient.ids(admin.get("/users?search={s}&sort=email&cursor={c}", mark, cursor)))
                .hasSize(1);
        AdminClient.refused(admin.ask("/users?sort=-email&cursor={c}", cursor), 422, "validation_failed");
        AdminClient.refused(admin.ask("/users?sort=email&offset=5&cursor={c}", cursor), 422, "validation_failed");
    }

    /** They signed up before everybody else. */
    @Test
    void leadsNoFurtherByOffsetThanOffsetsGo() {
        db.sql("""
                        insert into users (id, email, email_display, username, created_at, updated_at)
                        select gen_random_uuid(), :mark || n || '@example.test', 'x', :mark || n, '1990-01-01', now()
                        from generate_series(1, 10011) n
                        """).bind("mark", mark).then().block();
        String early = "/users?created_to=1990-01-02T00:00:00Z&limit=20";
        JsonNode last = admin.get(early + "&offset=9990");
        JsonNode before = admin.get(early + "&offset=9980");
        db.sql("delete from users where created_at = '1990-01-01'").then().block();
        assertThat(before.get("next_offset").asInt()).isEqualTo(10_000);
        assertThat(last.get("has_next").asBoolean()).isTrue();
        assertThat(last.get("next_offset").isNull()).isTrue();
        assertThat(last.get("next_cursor").asString()).isNotEmpty();
    }

    @Test
    void showsOneUser() {
        TestUser user = users.signUp();
        JsonNode detail = admin.get("/users/" + user.id());
        assertThat(detail.get("email").asString()).isEqualTo(user.user().email());
        assertThat(detail.get("is_active").asBoolean()).isTrue();
        assertThat(detail.get("live_sessions").asInt()).isEqualTo(1);
        assertThat(detail.get("has_password").asBoolean()).isFalse();
        assertThat(detail.get("mfa_methods").isEmpty()).isTrue();
        assertThat(detail.get("deactivation").isNull()).isTrue();
        AdminClient.refused(admin.ask("/users/" + UUID.randomUUID()), 404, "user_not_found");
        AdminClient.refused(admin.ask("/users/nonsense"), 422, "validation_failed");
    }

    @Test
    void isForAdministrators() {
        AdminClient nobody = new AdminClient(http, users.signUp());
        AdminClient.refused(nobody.ask("/users"), 403, "admin_required");
        AdminClient.refused(nobody.ask("/users/" + admin.who().id()), 403, "admin_required");
        AdminClient.refused(nobody.ask("/users/" + admin.who().id() + "/sessions"), 403, "admin_required");
        http.get().uri("/admin/users").exchange().expectStatus().isUnauthorized();
    }

    private List<UUID> all(String sort) {
        List<UUID> found = new ArrayList<>();
        JsonNode page = admin.get("/users?search={s}&limit=2&sort={o}", mark, sort);
        found.addAll(AdminClient.ids(page));
        while (page.get("has_next").asBoolean()) {
            page = admin.get(
                    "/users?search={s}&limit=2&sort={o}&cursor={c}",
                    mark,
                    sort,
                    page.get("next_cursor").asString());
            found.addAll(AdminClient.ids(page));
        }
        return found;
    }

    private List<UUID> marked(String filters) {
        return AdminClient.ids(admin.get("/users?search=" + mark + filters));
    }

    private TestUser named(TestUser user, String name) {
        set(user, "email = '%s@example.test', username = 'U%1$s'".formatted(name));
        return user;
    }

    private void set(TestUser user, String assignments) {
        db.sql("update users set " + assignments + " where id = :id")
                .bind("id", user.id())
                .then()
                .block();
    }
}
