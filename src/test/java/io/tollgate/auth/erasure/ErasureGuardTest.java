package io.tollgate.auth.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What is wanted of whoever wants everything deleted. */
@IntegrationTest
class ErasureGuardTest {

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
    void wantsARecentLoginAndThePassword() {
        assertThat(erase(tokens, Map.of())).isEqualTo(422);
        assertThat(erase(tokens, Map.of("password", "not the right one"))).isEqualTo(403);
        TestUser stale = testUsers.againFromLongAgo(user);
        assertThat(erase(new Tokens(stale.token(), ""), RIGHT)).isEqualTo(403);
        assertThat(Logins.status(http.delete().uri("/me").exchange())).isEqualTo(401);
        assertThat(logins.me(tokens)).isEqualTo(200);
        assertThat(audited("wrong_password")).isEqualTo(1);
    }

    @Test
    void wantsNoPasswordWhereThereIsNone() {
        TestUser social = testUsers.unverified();
        assertThat(erase(new Tokens(social.token(), ""), Map.of())).isEqualTo(204);
        assertThat(Logins.status(social.authorized(http).get().uri("/me").exchange()))
                .isEqualTo(401);
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

    private long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }

    private long audited(String outcome) {
        return db.sql(
                        "select count(*) from audit_log where subject_id = :id and action = 'user.erased' and outcome = :outcome")
                .bind("id", user.id().toString())
                .bind("outcome", outcome)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
