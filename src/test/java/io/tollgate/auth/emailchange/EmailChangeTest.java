package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import java.time.Duration;
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

    @Autowired
    private MutableClock clock;

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
    void changesNothingOnGet() {
        request(user, wanted).expectStatus().isAccepted();
        for (String mailbox : List.of(wanted, user.user().email())) {
            String page = http.get()
                    .uri("/me/email/confirm?token=" + tokenFor(mailbox))
                    .accept(MediaType.APPLICATION_JSON, MediaType.TEXT_HTML)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(page).contains("formaction=\"cancel\"", tokenFor(mailbox));
        }
        assertThat(email(user)).isEqualTo(user.user().email());
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
    }

    @Test
    void isConfirmedByTheButtonOfThePage() {
        request(user, wanted).expectStatus().isAccepted();
        String page = form("/me/email/confirm", tokenFor(wanted))
                .expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(page).contains("The other mailbox has yet to confirm");
        form("/me/email/confirm", tokenFor(wanted)).expectStatus().isUnauthorized();
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

    @Test
    void answersAlikeForATakenAddressAndTellsItsOwner() {
        TestUser owner = testUsers.signUp();
        byte[] free = answer(request(user, wanted));
        byte[] taken = answer(request(user, owner.user().email()));
        assertThat(taken).isEqualTo(free);
        assertThat(subjects(owner.user().email(), 1)).containsExactly("Your address was given for another account");
        // The old mailbox cannot tell either.
        assertThat(subjects(user.user().email(), 2))
                .containsExactly("Your address is to be changed", "Your address is to be changed");
        String link = Mailbox.of(user.user().email()).await(2).get(1).link().split("token=")[1];
        confirm(link).expectStatus().isAccepted();
        assertThat(email(owner)).isEqualTo(owner.user().email());
        assertThat(email(user)).isEqualTo(user.user().email());
    }

    @Test
    void refusesWrongExpiredUsedAndForeignLinksAlike() {
        request(user, wanted).expectStatus().isAccepted();
        String token = tokenFor(wanted);
        confirm("made-up")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("verification_token_invalid");
        confirm("x".repeat(300)).expectStatus().is4xxClientError();
        confirm(token).expectStatus().isAccepted();
        confirm(token).expectStatus().isUnauthorized();
        clock.advance(Duration.ofMinutes(61));
        confirm(tokenFor(user.user().email())).expectStatus().isUnauthorized();
        assertThat(email(user)).isEqualTo(user.user().email());
        // As a link of another purpose it is nothing.
        http.post()
                .uri("/verify")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", tokenFor(user.user().email())))
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void voidsTheLinksOfTheRequestBefore() {
        request(user, wanted).expectStatus().isAccepted();
        String first = tokenFor(wanted);
        String another = "other." + UUID.randomUUID() + "@example.test";
        request(user, another).expectStatus().isAccepted();
        confirm(first).expectStatus().isUnauthorized();
        confirm(tokenFor(another)).expectStatus().isAccepted();
    }

    @Test
    void wantsARecentLoginAnAddressAndAnActiveUser() {
        request(testUsers.againFromLongAgo(user), wanted).expectStatus().isForbidden();
        request(testUsers.unverified(), wanted).expectStatus().isForbidden();
        request(user, "nonsense").expectStatus().isEqualTo(422);
        request(user, " " + user.user().email().toUpperCase(Locale.ROOT))
                .expectStatus()
                .isEqualTo(422);
        assertThat(count("select count(*) from email_changes where user_id = :id"))
                .isZero();
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

    private static byte[] answer(ResponseSpec response) {
        return response.expectStatus().isAccepted().expectBody().returnResult().getResponseBody();
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
