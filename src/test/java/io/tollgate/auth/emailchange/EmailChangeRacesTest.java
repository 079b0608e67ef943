package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
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

/** Confirmations that come at the same moment. */
@IntegrationTest
class EmailChangeRacesTest {

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
    void happensOnceWhenConfirmedTwentyTimesAtOnce() {
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        String token = tokenFor(user.user().email());
        List<Integer> answers = AtOnce.times(20, _ -> Logins.status(confirm(token)));
        assertThat(answers).containsOnly(202, 401).containsOnlyOnce(202);
        assertThat(audited("email.changed", "success")).isEqualTo(1);
        assertThat(subjects(wanted, 2)).hasSize(2);
    }

    @Test
    void happensOnceWhenBothMailboxesConfirmInTheSameMoment() {
        request(user, wanted).expectStatus().isAccepted();
        List<String> tokens = List.of(tokenFor(user.user().email()), tokenFor(wanted));
        List<Integer> answers = AtOnce.times(20, number -> Logins.status(confirm(tokens.get(number % 2))));
        assertThat(answers.stream().filter(status -> status == 202)).hasSize(2);
        assertThat(audited("email.changed", "success")).isEqualTo(1);
        assertThat(email(user)).isEqualToIgnoringCase(wanted);
    }

    @Test
    void givesAnAddressToOneOfTwoWhoWantIt() {
        TestUser rival = testUsers.signUp();
        request(user, wanted).expectStatus().isAccepted();
        request(rival, wanted).expectStatus().isAccepted();
        List<String> links = Mailbox.of(wanted).await(2).stream()
                .map(mail -> mail.link().split("token=")[1])
                .toList();
        links.forEach(link -> confirm(link).expectStatus().isAccepted());
        List<String> last =
                List.of(tokenFor(user.user().email()), tokenFor(rival.user().email()));
        List<Integer> answers = AtOnce.times(2, number -> Logins.status(confirm(last.get(number))));
        assertThat(answers).containsExactlyInAnyOrder(202, 401);
        assertThat(List.of(email(user), email(rival))).containsOnlyOnce(wanted.toLowerCase(Locale.ROOT));
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

    private ResponseSpec json(String path, String token) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", token))
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
