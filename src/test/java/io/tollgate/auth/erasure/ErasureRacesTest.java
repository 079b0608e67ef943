package io.tollgate.auth.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Erasure beside everything else that happens at that moment, on every node. */
@IntegrationTest
class ErasureRacesTest {

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
    private Erasure erasure;

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
    void isKnownOnTheOtherNode() {
        SecondNode other = SecondNode.shared();
        assertThat(Logins.status(tokens.on(other.http()).get().uri("/me").exchange()))
                .isEqualTo(200);
        assertThat(erase(tokens, RIGHT)).isEqualTo(204);
        Awaiting.until(
                "401 on the other node",
                () -> Logins.status(tokens.on(other.http()).get().uri("/me").exchange()) == 401);
    }

    @Test
    void happensOnceWhenAskedTwentyTimesAtOnce() {
        List<ErasureResult> results = AtOnce.times(
                20, _ -> erasure.erase(user.id(), user.id(), RequestFacts.NONE).block());
        assertThat(results).containsOnlyOnce(ErasureResult.ERASED).contains(ErasureResult.NOT_THERE);
        assertThat(audited("success")).isEqualTo(1);
        Mailbox.of(user.user().email()).await(1);
    }

    @Test
    void letsNoLoginSlipThrough() {
        AtOnce.times(
                6,
                number -> number == 3
                        ? erase(tokens, RIGHT)
                        : Logins.status(logins.attempt(user.user().email())));
        assertThat(count("select count(*) from sessions where user_id = :id")).isZero();
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
