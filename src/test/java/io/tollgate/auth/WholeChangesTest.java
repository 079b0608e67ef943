package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What ends somebody's access, or changes how they log in, is done whole or not at all: also when its mail or its news cannot be promised. */
@IntegrationTest
class WholeChangesTest {

    private static final Map<String, String> PASSWORD = Map.of("password", Logins.PASSWORD);

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private AuthRows rows;
    private Letters letters;
    private TestUser user;
    private String reset;

    @BeforeEach
    void signUp() {
        rows = new AuthRows(db);
        letters = new Letters(context, http);
        user = letters.user();
        reset = letters.reset();
        String _ = letters.change();
        rows.awaitSent(letters.email());
    }

    @AfterEach
    void promiseAgain() {
        run("drop trigger if exists no_promise_of_it on outbox");
    }

    @Test
    void deactivations() {
        requireWhole(
                "user.deactivated",
                user.id().toString(),
                "user.deactivated",
                202,
                () -> send(HttpMethod.POST, "/deactivate", PASSWORD));
        assertThat(me()).isEqualTo(401);
    }

    /** The mail is the last that is promised. */
    @Test
    void erasures() {
        requireWhole("mail.send", letters.email(), "user.erased", 204, () -> send(HttpMethod.DELETE, "/me", PASSWORD));
        assertThat(me()).isEqualTo(401);
    }

    @Test
    void resetsOfThePassword() {
        Map<String, String> body = Map.of("token", reset, "password", Letters.NEXT_PASSWORD);
        requireWhole(
                "mail.send",
                letters.email(),
                "password.reset",
                202,
                () -> send(HttpMethod.POST, "/new-password", body));
        assertThat(me()).isEqualTo(401);
    }

    @Test
    void changesOfThePassword() {
        Map<String, String> body = Map.of("old_password", Logins.PASSWORD, "new_password", Letters.NEXT_PASSWORD);
        requireWhole(
                "mail.send",
                letters.email(),
                "password.changed",
                200,
                () -> send(HttpMethod.POST, "/change-password", body));
        assertThat(me()).isEqualTo(401);
    }

    /** @param type of the promise that cannot be made for this key */
    private void requireWhole(String type, String key, String action, int done, IntSupplier change) {
        UserState state = new UserState(db, clock);
        String before = state.of(user.id());
        run("""
            create trigger no_promise_of_it before insert on outbox for each row
            when (new.type = '%s' and new.key = '%s') execute function refuse_change()\
            """.formatted(type, key));
        assertThat(change.getAsInt()).isEqualTo(500);
        assertThat(state.of(user.id())).isEqualTo(before);
        assertThat(rows.audited(user.id(), action, "success")).isZero();
        assertThat(rows.count("select count(*) from outbox where key = :it", user.id()))
                .isZero();
        assertThat(me()).isEqualTo(200);

        promiseAgain();

        assertThat(change.getAsInt()).isEqualTo(done);
        assertThat(rows.audited(user.id(), action, "success")).isEqualTo(1);
        assertThat(state.of(user.id())).isNotEqualTo(before);
    }

    private int send(HttpMethod method, String path, Map<String, String> body) {
        return Logins.status(user.authorized(http)
                .method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange());
    }

    private int me() {
        return Logins.status(user.authorized(http).get().uri("/me").exchange());
    }

    private void run(String sql) {
        db.sql(sql).then().block();
    }
}
