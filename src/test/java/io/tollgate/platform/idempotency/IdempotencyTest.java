package io.tollgate.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.web.Workshop;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@IntegrationTest
class IdempotencyTest {

    private final String key = UUID.randomUUID().toString();
    private final String thing = "thing " + key;

    @Autowired
    private WebTestClient http;

    @Autowired
    private Workshop workshop;

    private RepeatingClient client;

    @BeforeEach
    void connect() {
        client = new RepeatingClient(http);
    }

    @Test
    void replaysTheFirstAnswer() {
        EntityExchangeResult<byte[]> first = client.create("ann", key, thing);
        EntityExchangeResult<byte[]> second = client.create("ann", key, thing);

        assertThat(workshop.made(thing)).isEqualTo(1);
        assertThat(first.getStatus().value()).isEqualTo(201);
        assertThat(RepeatingClient.replayed(first)).isFalse();
        assertThat(second.getStatus().value()).isEqualTo(201);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody()).isNotEmpty();
        assertThat(RepeatingClient.replayed(second)).isTrue();
        assertThat(second.getResponseHeaders().getFirst("X-Thing")).isEqualTo("made");
        assertThat(second.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(second.getResponseHeaders().getFirst("X-Request-Id"))
                .isNotEqualTo(first.getResponseHeaders().getFirst("X-Request-Id"));
    }

    @Test
    void worksAgainWithoutAKey() {
        client.create("ann", null, thing);
        client.create("ann", null, thing);
        assertThat(workshop.made(thing)).isEqualTo(2);
    }

    @Test
    void refusesAnotherBodyUnderTheSameKey() {
        client.create("ann", key, thing);
        assertThat(RepeatingClient.body(client.create("ann", key, "another " + thing), 422))
                .contains("idempotency_key_reused");
        assertThat(workshop.made("another " + thing)).isZero();
    }

    @Test
    void keepsTheKeysOfCallersApart() {
        client.create("ann", key, thing);
        client.create("bob", key, thing);
        client.create(null, key, thing);
        client.create(null, key, thing);
        assertThat(workshop.made(thing)).isEqualTo(3);
    }

    @Test
    void worksOnceForTwentyEqualRequestsAtOnce() {
        List<EntityExchangeResult<byte[]>> answers = Flux.range(0, 20)
                .flatMap(_ -> client.creating("ann", key, thing), 20)
                .collectList()
                .block();
        assertThat(workshop.made(thing)).isEqualTo(1);
        assertThat(answers)
                .hasSize(20)
                .allSatisfy(answer -> assertThat(answer.getStatus().value()).isIn(201, 409));
        assertThat(answers)
                .filteredOn(answer -> answer.getStatus().value() == 201 && !RepeatingClient.replayed(answer))
                .hasSize(1);
    }

    @Test
    void says409WhileTheFirstIsBeingWorkedOn() {
        var gate = workshop.gate(thing);
        Mono<EntityExchangeResult<byte[]>> first =
                client.creating("ann", key, thing).cache();
        first.subscribe();
        Awaiting.until("the first is at work", () -> workshop.waiting(thing) == 1);

        EntityExchangeResult<byte[]> second = client.create("ann", key, thing);
        assertThat(RepeatingClient.body(second, 409)).contains("idempotency_key_in_use");
        assertThat(second.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");

        gate.tryEmitValue(true).orThrow();
        RepeatingClient.body(first.block(), 201);
        assertThat(RepeatingClient.replayed(client.create("ann", key, thing))).isTrue();
    }

    @Test
    void finishesTheWorkOfAClientThatHungUp() {
        var gate = workshop.gate(thing);
        String user = "hasty " + key;
        var impatient = client.creating(user, key, thing).subscribe(_ -> {}, _ -> {});
        Awaiting.until("the work has begun", () -> workshop.waiting(thing) == 1);
        impatient.dispose();
        Awaiting.until("the server has noticed", () -> workshop.hungUp(user) == 1);

        gate.tryEmitValue(true).orThrow();
        Awaiting.until(
                "the answer is there",
                () -> client.create(user, key, thing).getStatus().value() == 201);
        assertThat(workshop.made(thing)).isEqualTo(1);
    }
}
