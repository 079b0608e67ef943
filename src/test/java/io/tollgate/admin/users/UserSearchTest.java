package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Users by the beginning of a name, among few and among very many. */
@IntegrationTest
class UserSearchTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    /** Nobody else's name begins with it. */
    private final String mark = "m" + UUID.randomUUID().toString().replace("-", "");

    private AdminClient admin;

    @BeforeEach
    void signIn() {
        admin = new AdminClient(http, users.admin());
    }

    @Test
    void findsByTheBeginningOfEveryName() {
        TestUser user = named(users.signUp(), mark + "-ada");
        assertThat(AdminClient.ids(admin.get("/users?search={s}", mark))).containsExactly(user.id());
        assertThat(AdminClient.ids(admin.get("/users?search={s}", mark.toUpperCase(Locale.ROOT))))
                .containsExactly(user.id());
        assertThat(AdminClient.ids(admin.get("/users?search={s}", mark + "-ada@example")))
                .containsExactly(user.id());
        assertThat(AdminClient.ids(admin.get("/users?search={s}", user.id()))).containsExactly(user.id());
        assertThat(AdminClient.ids(
                        admin.get("/users?search={s}", user.id().toString().substring(0, 30))))
                .contains(user.id());
        assertThat(AdminClient.ids(admin.get("/users?search={s}", "u" + mark + "-ada")))
                .containsExactly(user.id());
        assertThat(AdminClient.ids(admin.get("/users?search={s}", mark.substring(1))))
                .isEmpty();
    }

    @Test
    void findsNobodyByMoreThanAnId() {
        assertThat(AdminClient.ids(admin.get("/users?search={s}", "01234567-0123456789abcdef012345678")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "\\", "%25", "' or true --", "' ; drop table users; --", "{}", "\u0660"})
    void takesWhatIsSearchedLiterally(String text) {
        TestUser user = named(users.signUp(), mark);
        assertThat(AdminClient.ids(admin.get("/users?search={s}", mark.substring(0, 5) + text)))
                .doesNotContain(user.id());
        assertThat(AdminClient.ids(admin.get("/users?search={s}", mark))).containsExactly(user.id());
    }

    @Test
    void countsAndSortsByNameOnlyWhatIsFew() {
        insertMany();
        JsonNode page = admin.get("/users?search={s}", mark);
        assertThat(page.get("total").asInt()).isEqualTo(2_000);
        assertThat(page.get("total_is_exact").asBoolean()).isFalse();
        assertThat(page.get("has_next").asBoolean()).isTrue();
        assertThat(AdminClient.body(admin.ask("/users?sort=email&search={s}", mark), 422)
                        .get("errors")
                        .has("search"))
                .isTrue();
        assertThat(admin.get("/users?sort=email&search={s}", mark + "12")
                        .get("total")
                        .asInt())
                .isEqualTo(111);
    }

    /** The end of a long list is not found among the newest users. */
    @Test
    void goesOnToTheLastOfVeryMany() {
        insertMany();
        JsonNode before = admin.get("/users?search={s}&offset=1980&limit=10", mark);
        JsonNode last = admin.get("/users?search={s}&offset=1990&limit=100", mark);
        assertThat(last.get("data")).hasSize(11);
        assertThat(last.get("has_next").asBoolean()).isFalse();
        assertThat(AdminClient.ids(last)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(AdminClient.ids(before));
        JsonNode behind = admin.get(
                "/users?search={s}&limit=100&cursor={c}",
                mark,
                before.get("next_cursor").asString());
        assertThat(AdminClient.ids(behind)).isEqualTo(AdminClient.ids(last));
    }

    private void insertMany() {
        db.sql("""
                        insert into users (id, email, email_display, username, created_at, updated_at)
                        select gen_random_uuid(), :mark || n || '@example.test', 'x', :mark || n, now(), now()
                        from generate_series(1, 2001) n
                        """).bind("mark", mark).then().block();
    }

    private TestUser named(TestUser user, String name) {
        db.sql("update users set email = :email, username = :username where id = :id")
                .bind("email", name + "@example.test")
                .bind("username", "U" + name)
                .bind("id", user.id())
                .then()
                .block();
        return user;
    }
}
