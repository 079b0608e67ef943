package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;

@IntegrationTest
class EmailChangeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private TestUser user;
    private String wanted;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
        wanted = "New." + UUID.randomUUID() + "@Example.test";
    }

    @Test
    void changesTheAddressWhenBothMailboxesAgree() {
        TestUser phone = testUsers.again(user);
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        assertThat(email(user)).isEqualTo(user.user().email());
        assertThat(me(phone)).isEqualTo(200);

        confirm(tokenFor(user.user().email()))
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("The address is changed");
        assertThat(email(user)).isEqualTo(wanted.toLowerCase(Locale.ROOT));
        user.authorized(http)
                .get()
                .uri("/me")
                .exchange()
                .expectBody()
                .jsonPath("$.email")
                .isEqualTo(wanted);
        assertThat(me(phone)).isEqualTo(401);
        assertThat(subjects(user.user().email(), 2)).contains("Your address was changed");
        assertThat(subjects(wanted, 2)).contains("Your address was changed");
        assertThat(audited("email.changed", "success")).isEqualTo(1);
        assertThat(ended()).isEqualTo("email_changed");
    }

    @Test
    void worksInTheOtherOrderToo() {
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(user.user().email())).expectStatus().isAccepted();
        assertThat(email(user)).isEqualTo(user.user().email());
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        assertThat(email(user)).isEqualToIgnoringCase(wanted);
    }

    @Test
    void voidsLinksToTheOldAddress() {
        db.sql("""
                        insert into one_time_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
                        values (:id, 'reset_password', sha256(:id::text::bytea), 'x', now(), now() + interval '1 day')
                        """).bind("id", user.id()).then().block();
        change(user, wanted);
        assertThat(count("select count(*) from one_time_tokens where user_id = :id"))
                .isZero();
        assertThat(count("select count(*) from email_changes where user_id = :id"))
                .isZero();
    }

    @Test
    void isStoppedByTheOldMailbox() {
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        form("/me/email/cancel", tokenFor(user.user().email())).expectStatus().isAccepted();
        confirm(tokenFor(user.user().email())).expectStatus().isUnauthorized();
        cancel(tokenFor(user.user().email())).expectStatus().isUnauthorized();
        assertThat(email(user)).isEqualTo(user.user().email());
        assertThat(audited("email.change_cancelled", "success")).isEqualTo(1);
    }

    private void change(TestUser who, String to) {
        request(who, to).expectStatus().isAccepted();
        confirm(tokenFor(to)).expectStatus().isAccepted();
        confirm(tokenFor(who.user().email())).expectStatus().isAccepted();
    }

    private ResponseSpec request(TestUser who, String address) {
        return who.authorized(http)
                .post()
                .uri("/me/email")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", address))
                .exchange();
    }

    private ResponseSpec confirm(String token) {
        return json("/me/email/confirm", token);
    }

    private ResponseSpec cancel(String token) {
        return json("/me/email/cancel", token);
    }

    private ResponseSpec json(String path, String token) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", token))
                .exchange();
    }

    private ResponseSpec form(String path, String token) {
        return http.post()
                .uri(path)
                .body(BodyInserters.fromFormData("token", token))
                .exchange();
    }

    private static String tokenFor(String mailbox) {
        return Mailbox.of(mailbox).awaitOne().link().split("token=")[1];
    }

    private static List<String> subjects(String mailbox, int count) {
        return Mailbox.of(mailbox).await(count).stream()
                .map(Mailbox.Received::subject)
                .toList();
    }

    private int me(TestUser who) {
        return Logins.status(who.authorized(http).get().uri("/me").exchange());
    }

    private String email(TestUser who) {
        return db.sql("select email from users where id = :id")
                .bind("id", who.id())
                .mapValue(String.class)
                .one()
                .block();
    }

    private String ended() {
        return db.sql("select ended_reason from sessions where user_id = :id and ended_at is not null")
                .bind("id", user.id())
                .mapValue(String.class)
                .one()
                .block();
    }

    private long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }

    private long audited(String action, String outcome) {
        return db.sql("select count(*) from audit_log where actor_id = :id and action = :action and outcome = :outcome")
                .bind("id", user.id())
                .bind("action", action)
                .bind("outcome", outcome)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
