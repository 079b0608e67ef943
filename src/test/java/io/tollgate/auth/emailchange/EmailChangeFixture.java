package io.tollgate.auth.emailchange;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;

/** A user who wants another address, and the links in the mails to both mailboxes. */
@IntegrationTest
abstract class EmailChangeFixture {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers testUsers;

    @Autowired
    DatabaseClient db;

    TestUser user;
    String wanted;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
        wanted = "New." + UUID.randomUUID() + "@Example.test";
    }

    final ResponseSpec request(TestUser who, String address) {
        return who.authorized(http)
                .post()
                .uri("/me/email")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", address))
                .exchange();
    }

    final ResponseSpec confirm(String token) {
        return json("/me/email/confirm", token);
    }

    final ResponseSpec cancel(String token) {
        return json("/me/email/cancel", token);
    }

    final ResponseSpec form(String path, String token) {
        return http.post()
                .uri(path)
                .body(BodyInserters.fromFormData("token", token))
                .exchange();
    }

    final ResponseSpec json(String path, String token) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", token))
                .exchange();
    }

    static String tokenFor(String mailbox) {
        return Mailbox.of(mailbox).awaitOne().link().split("token=")[1];
    }

    static List<String> subjects(String mailbox, int count) {
        return Mailbox.of(mailbox).await(count).stream()
                .map(Mailbox.Received::subject)
                .toList();
    }

    final int me(TestUser who) {
        return Logins.status(who.authorized(http).get().uri("/me").exchange());
    }

    final String email(TestUser who) {
        return db.sql("select email from users where id = :id")
                .bind("id", who.id())
                .mapValue(String.class)
                .one()
                .block();
    }

    final long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }

    final long audited(String action, String outcome) {
        return db.sql("select count(*) from audit_log where actor_id = :id and action = :action and outcome = :outcome")
                .bind("id", user.id())
                .bind("action", action)
                .bind("outcome", outcome)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
