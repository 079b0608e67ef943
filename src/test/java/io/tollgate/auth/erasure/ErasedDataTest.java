package io.tollgate.auth.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What is left of who was erased. */
@IntegrationTest
class ErasedDataTest {

    private static final Map<String, String> RIGHT = Map.of("password", Logins.PASSWORD);

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

    private Tokens tokens;

    @BeforeEach
    void signIn() {
        logins = new Logins(http, hashing, passwords);
        user = logins.withPassword(testUsers.signUp());
        tokens = logins.login(user);
    }

    @Test
    void leavesNoTraceOfThePerson() {
        tokens.on(http)
                .patch()
                .uri("/me")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("first_name", "F" + user.user().username()))
                .exchange()
                .expectStatus()
                .isOk();
        changeEmail("next-" + user.user().email()).expectStatus().isAccepted();
        Mailbox.of(user.user().email()).await(1);
        assertThat(tablesThatMention(user.user().username())).contains("users", "profiles", "email_changes");

        assertThat(erase(tokens, RIGHT)).isEqualTo(204);

        Mailbox.of(user.user().email()).await(2);
        Awaiting.until(
                "the mails have left",
                () -> tablesThatMention(user.user().username()).isEmpty());
        assertThat(count("select count(*) from users where id = :id and erased_at is not null and not is_active"))
                .isEqualTo(1);
        assertThat(count("select count(*) from audit_log where actor_id = :id")).isPositive();
    }

    /** Every table that says its rows are the user's own, be it made by a feature that is yet to come. */
    @Test
    void emptiesEveryTableThatBelongsToTheUser() {
        assertThat(erase(tokens, RIGHT)).isEqualTo(204);
        List<String> owned =
                db.sql("""
                        select c.conrelid::regclass::text || ' where ' || a.attname from pg_constraint c
                            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                        where c.contype = 'f' and c.confrelid = 'users'::regclass and c.confdeltype = 'c'
                        """).mapValue(String.class).all().collectList().block();
        assertThat(owned).contains("profiles where user_id", "passwords where user_id", "sessions where user_id");
        assertThat(owned).allMatch(table -> count("select count(*) from " + table + " = :id") == 0);
    }

    private ResponseSpec changeEmail(String to) {
        return tokens.on(http)
                .post()
                .uri("/me/email")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", to))
                .exchange();
    }

    private int erase(Tokens by, Map<String, String> body) {
        var request = by.on(http).method(HttpMethod.DELETE).uri("/me");
        return Logins.status(
                body.isEmpty()
                        ? request.exchange()
                        : request.contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(body)
                                .exchange());
    }

    /** Looks at every column of every table: what is found nowhere is nowhere. */
    private List<String> tablesThatMention(String text) {
        List<String> tables =
                db.sql("""
                        select tablename from pg_tables where schemaname = 'public'
                         -- Parts of tables come and go with the months; the whole shows what is in them.
                         and not exists (select from pg_inherits where inhrelid = quote_ident(tablename)::regclass)
                        """).mapValue(String.class).all().collectList().block();
        List<String> found = new ArrayList<>();
        for (String table : tables) {
            Boolean mentions = db.sql("select exists (select from " + table + " t where t::text ilike :text)")
                    .bind("text", "%" + text + "%")
                    .mapValue(Boolean.class)
                    .one()
                    .block();
            if (mentions) {
                found.add(table);
            }
        }
        return found;
    }

    private long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }
}
