package io.tollgate.auth.deactivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Administrators who think better of a ban: the later order holds. */
class ChangedBanTest extends DeactivationFixture {

    @Test
    void makesABanPermanent() {
        ban("spam", inHours(1));
        ban("spam", null);
        clock.advance(Duration.ofHours(2));
        deactivation.endBan(user.id()).block();
        assertThat(login()).isEqualTo(403);
        assertThat(explained().get("until").isNull()).isTrue();
        assertThat(audited("user.deactivated", "success")).isEqualTo(1);
        assertThat(audited("user.deactivation_changed", "success")).isEqualTo(1);
    }

    @Test
    void makesABanLonger() {
        ban("spam", inHours(1));
        ban("spam", inHours(3));
        clock.advance(Duration.ofHours(2));
        deactivation.endBan(user.id()).block();
        assertThat(login()).isEqualTo(403);
        clock.advance(Duration.ofHours(2));
        Awaiting.until("the longer ban is over", () -> login() == 200);
    }

    @Test
    void makesABanShorter() {
        ban("spam", inHours(3));
        ban("spam", inHours(1));
        clock.advance(Duration.ofHours(2));
        Awaiting.until("the shorter ban is over", () -> login() == 200);
    }

    @Test
    void endsWhatWasForGood() {
        ban("spam", null);
        ban("spam", inHours(1));
        clock.advance(Duration.ofHours(2));
        Awaiting.until("the ban is over", () -> login() == 200);
    }

    @Test
    void namesTheLaterReasonAndNothingForTheSameAgain() {
        Instant end = inHours(1);
        ban("spam", end);
        ban("fraud", end);
        ban("fraud", end);
        assertThat(explained().get("reason").asString()).isEqualTo("fraud");
        assertThat(Instant.parse(explained().get("until").asString())).isEqualTo(end);
        assertThat(audited("user.deactivation_changed", "success")).isEqualTo(1);
        assertThat(audited("user.deactivated", "not_active")).isEqualTo(1);
    }

    /** The first one is over, and nobody has ended it yet. */
    @Test
    void holdsThoughTheOneBeforeEndsAtOnce() {
        ban("spam", inHours(1));
        clock.advance(Duration.ofHours(2));
        Instant end = inHours(3);
        var _ = AtOnce.times(20, number -> {
            if (number % 2 == 0) {
                ban("spam", end);
            } else {
                deactivation.endBan(user.id()).block();
            }
            return number;
        });
        assertThat(login()).isEqualTo(403);
        assertThat(Instant.parse(explained().get("until").asString())).isEqualTo(end);
    }

    private Instant inHours(int hours) {
        return clock.instant().plus(Duration.ofHours(hours)).truncatedTo(ChronoUnit.SECONDS);
    }

    private void ban(String reason, @Nullable Instant until) {
        Map<String, Object> body = new HashMap<>(Map.of("reason", reason));
        if (until != null) {
            body.put("until", until.toString());
        }
        testUsers
                .admin()
                .authorized(http)
                .post()
                .uri("/admin/users/{id}/deactivate", user.id())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    private JsonNode explained() {
        return testUsers
                .admin()
                .authorized(http)
                .get()
                .uri("/admin/users/{id}", user.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .get("deactivation");
    }
}
