package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

class VerificationTest extends VerificationFixture {

    private static final Pattern CODE = Pattern.compile("(?m)^\\d{6}$");

    @Autowired
    private MutableClock clock;

    @Test
    void confirmsTheAddressAndSaysSoTwice() {
        confirm(token)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("Email is Verified");
        assertThat(verified()).isTrue();
        confirm(token)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("Email is already Verified");
        assertThat(audited("success")).isEqualTo(1);
    }

    @Test
    void refusesAMadeUpAndAnExpiredLink() {
        confirm("made-up")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("Invalid token");
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        confirm(token)
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("Token expired");
        assertThat(verified()).isFalse();
    }

    @Test
    void asksForTheToken() {
        http.get()
                .uri("/verify")
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors.token")
                .isEqualTo("Field required");
        confirm("").expectStatus().isEqualTo(422);
    }

    @Test
    void voidsTheLinkWhenANewOneIsSent() {
        clock.advance(Duration.ofSeconds(61));
        requestAgain();
        String second = tokenOfMail(2);
        confirm(token).expectStatus().isUnauthorized();
        confirm(second).expectStatus().isAccepted();
    }

    @Test
    void provesOnlyTheAddressItWasSentTo() {
        db.sql("update users set email = 'new-' || email where id = :id")
                .bind("id", user.id())
                .then()
                .block();
        confirm(token).expectStatus().isUnauthorized();
        assertThat(verified()).isFalse();
    }

    @Test
    void takesALinkOnceWhenItIsPressedTwiceAtOnce() {
        List<Integer> statuses = Flux.range(0, 8)
                .flatMap(
                        _ -> Mono.fromCallable(() -> confirm(token)
                                        .expectBody()
                                        .returnResult()
                                        .getStatus()
                                        .value())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        8)
                .collectList()
                .block();
        assertThat(statuses).containsOnly(202);
        assertThat(audited("success")).isEqualTo(1);
    }

    /** Who reads the mail proves the mailbox, on whatever machine; that lets nobody in, neither an app nor a browser. */
    @Test
    void letsNobodyInByALinkOrACode() {
        requireNoLogin(http, Map.of("token", token));
        requireNoLogin(browser(), Map.of("token", token));
        user = testUsers.unverified();
        requestAgain();
        String email = user.user().email();
        Map<String, String> code = Map.of("email", email, "code", codeOf(email));
        requireNoLogin(browser(), code);
        requireNoLogin(http, code);
    }

    private void requireNoLogin(WebTestClient client, Map<String, String> proof) {
        EntityExchangeResult<JsonNode> answer = new AuthCalls(client).send("/verify", proof);
        assertThat(answer.getStatus().value()).isEqualTo(202);
        assertThat(answer.getResponseBody().propertyNames()).containsExactly("message");
        assertThat(answer.getResponseHeaders().containsHeader(HttpHeaders.SET_COOKIE))
                .isFalse();
        assertThat(answer.getResponseHeaders().containsHeader(HttpHeaders.LOCATION))
                .isFalse();
        assertThat(verified()).isTrue();
        assertThat(new AuthRows(db).liveSessions(user.id())).isZero();
    }

    private WebTestClient browser() {
        return http.mutate()
                .defaultHeader(HttpHeaders.ORIGIN, "http://tollgate.test")
                .defaultHeader("Sec-Fetch-Site", "same-origin")
                .build();
    }

    private static String codeOf(String email) {
        return CODE.matcher(Mailbox.of(email).awaitOne().text().replace("\r", ""))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    private long audited(String outcome) {
        return db.sql(
                        "select count(*) from audit_log where actor_id = :id and action = 'email.verified' and outcome = :outcome")
                .bind("id", user.id())
                .bind("outcome", outcome)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
