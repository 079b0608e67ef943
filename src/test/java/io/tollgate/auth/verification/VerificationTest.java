package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class VerificationTest extends VerificationFixture {

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
