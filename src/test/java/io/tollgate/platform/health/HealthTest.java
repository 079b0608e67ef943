package io.tollgate.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class HealthTest {

    @Autowired
    private WebTestClient http;

    @Test
    void isAliveWithoutAskingAnybody() {
        for (String path : List.of("/healthz", "/livez")) {
            http.get()
                    .uri(path)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .isEqualTo("ok");
        }
    }

    @Test
    void isReadyAndTellsOfAllItStandsOn() {
        JsonNode report = Awaiting.value(
                "everything up", this::readiness, each -> !each.toString().contains("down"));
        assertThat(report.path("ready").asBoolean()).isTrue();
        assertThat(report.path("components").propertyNames()).contains("postgres", "redis", "kafka", "clock");
        assertThat(report.path("components"))
                .allSatisfy(each -> assertThat(each.asString()).isEqualTo("up"));
    }

    /** A probe that this machine had no time for looks like an outage. */
    private JsonNode readiness() {
        return http.get()
                .uri("/readyz")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    @Test
    void isNotReadyWhenSomethingRequiredIsAway() {
        Health health = new Health(List.of(probe("postgres", true, Mono.just(false))));
        StepVerifier.create(health.report())
                .assertNext(report -> {
                    assertThat(report.ready()).isFalse();
                    assertThat(report.components()).isEqualTo(Map.of("postgres", "down"));
                })
                .verifyComplete();
    }

    @Test
    void staysReadyWithoutWhatItCanDoWithout() {
        Health health = new Health(List.of(
                probe("postgres", true, Mono.just(true)),
                probe("kafka", false, Mono.error(new IllegalStateException("away")))));
        StepVerifier.create(health.report())
                .assertNext(report -> {
                    assertThat(report.ready()).isTrue();
                    assertThat(report.components()).containsEntry("kafka", "down");
                })
                .verifyComplete();
    }

    /** In real time: virtual time would take the schedulers of all nodes of this JVM, and never end for them. */
    @Test
    void takesSilenceForNo() {
        StepVerifier.create(new Health(List.of(probe("postgres", true, Mono.never()))).report())
                .assertNext(report -> assertThat(report.ready()).isFalse())
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    private static HealthProbe probe(String name, boolean required, Mono<Boolean> answer) {
        return new HealthProbe() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean required() {
                return required;
            }

            @Override
            public Mono<Boolean> ok() {
                return answer;
            }
        };
    }
}
