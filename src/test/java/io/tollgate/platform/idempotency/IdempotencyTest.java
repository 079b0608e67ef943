package io.tollgate.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.platform.web.Workshop;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@IntegrationTest
class IdempotencyTest {

    private final String key = UUID.randomUUID().toString();
    private final String thing = "thing " + key;

    @Autowired
    private WebTestClient http;

    @Autowired
    private Workshop workshop;

    @Autowired
    private MutableClock clock;

    @Autowired
    private IdempotencyKeys keys;

    @Test
    void replaysTheFirstAnswer() {
        EntityExchangeResult<byte[]> first = create("ann", key, thing);
        EntityExchangeResult<byte[]> second = create("ann", key, thing);

        assertThat(workshop.made(thing)).isEqualTo(1);
        assertThat(first.getStatus().value()).isEqualTo(201);
        assertThat(first.getResponseHeaders().getFirst("Idempotent-Replayed")).isNull();
        assertThat(second.getStatus().value()).isEqualTo(201);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody()).isNotEmpty();
        assertThat(second.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.getResponseHeaders().getFirst("X-Thing")).isEqualTo("made");
        assertThat(second.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(second.getResponseHeaders().getFirst("X-Request-Id"))
                .isNotEqualTo(first.getResponseHeaders().getFirst("X-Request-Id"));
    }

    @Test
    void worksAgainWithoutAKey() {
        create("ann", null, thing);
        create("ann", null, thing);
        assertThat(workshop.made(thing)).isEqualTo(2);
    }

    @Test
    void refusesAnotherBodyUnderTheSameKey() {
        create("ann", key, thing);
        assertThat(code(create("ann", key, "another " + thing), 422)).contains("idempotency_key_reused");
        assertThat(workshop.made("another " + thing)).isZero();
    }

    @Test
    void keepsTheKeysOfCallersApart() {
        create("ann", key, thing);
        create("bob", key, thing);
        create(null, key, thing);
        create(null, key, thing);
        assertThat(workshop.made(thing)).isEqualTo(3);
    }

    @Test
    void worksOnceForTwentyEqualRequestsAtOnce() {
        List<EntityExchangeResult<byte[]>> answers = Flux.range(0, 20)
                .flatMap(
                        _ -> Mono.fromCallable(() -> create("ann", key, thing))
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .collectList()
                .block();
        assertThat(workshop.made(thing)).isEqualTo(1);
        assertThat(answers)
                .hasSize(20)
                .allSatisfy(answer -> assertThat(answer.getStatus().value()).isIn(201, 409));
        assertThat(answers).filteredOn(answer -> fresh(answer)).hasSize(1);
    }

    @Test
    void says409WhileTheFirstIsBeingWorkedOn() {
        var gate = workshop.gate(thing);
        Mono<EntityExchangeResult<byte[]>> first = Mono.fromCallable(() -> create("ann", key, thing))
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
        first.subscribe();
        Awaiting.until(() -> workshop.waiting(thing) == 1);

        EntityExchangeResult<byte[]> second = create("ann", key, thing);
        assertThat(code(second, 409)).contains("idempotency_key_in_use");
        assertThat(second.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");

        gate.tryEmitValue(true).orThrow();
        assertThat(first.block().getStatus().value()).isEqualTo(201);
        assertThat(create("ann", key, thing).getResponseHeaders().getFirst("Idempotent-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void finishesTheWorkOfAClientThatHungUp() {
        var gate = workshop.gate(thing);
        String user = "hasty " + key;
        var impatient = Mono.fromCallable(() -> create(user, key, thing))
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe(_ -> {}, _ -> {});
        Awaiting.until(() -> workshop.waiting(thing) == 1);
        impatient.dispose();
        Awaiting.until(() -> workshop.hungUp(user) == 1);

        gate.tryEmitValue(true).orThrow();
        Awaiting.until(() -> workshop.made(thing) == 1);
        Awaiting.until(() -> create("ann", key, thing).getStatus().value() == 201);
        assertThat(workshop.made(thing)).isEqualTo(1);
    }

    @Test
    void takesOverFromAnAttemptThatCrashed() {
        KeyedRequest crashed = new KeyedRequest("user:ann", key, new byte[32]);
        assertThat(keys.claim(crashed).block()).isInstanceOf(Claim.Granted.class);
        assertThat(keys.claim(crashed).block()).isInstanceOf(Claim.InUse.class);

        clock.advance(IdempotencyKeys.LEASE.plusSeconds(1));
        assertThat(keys.claim(new KeyedRequest("user:ann", key, new byte[31])).block())
                .isInstanceOf(Claim.Reused.class);
        assertThat(keys.claim(crashed).block()).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void keepsNoAnswerOfAnAttemptThatLostItsLease() {
        KeyedRequest request = new KeyedRequest("user:ann", key, new byte[32]);
        Claim.Granted slow = (Claim.Granted) keys.claim(request).block();
        clock.advance(IdempotencyKeys.LEASE.plusSeconds(1));
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.Granted.class);

        keys.store(request, slow.attemptId(), new Answer(201, Map.of(), new byte[0]))
                .block();
        keys.release(request, slow.attemptId()).block();
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.InUse.class);
    }

    @Test
    void forgetsAfterADay() {
        create("ann", key, thing);
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        create("ann", key, thing);
        assertThat(workshop.made(thing)).isEqualTo(2);
    }

    @Test
    void cleansUpWhatIsForgotten() {
        create("ann", key, thing);
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        String young = UUID.randomUUID().toString();
        create("ann", young, thing);

        new CleanUp(keys).handle(new CleanUp.Expired(1), new NoRun()).block();
        assertThat(keys.deleteExpired(1).block()).isZero();
        create("ann", young, thing);
        assertThat(workshop.made(thing)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAN_NOT_FOUND, 404, 1",
        "SUBSCRIPTION_EXISTS, 400, 1",
        "RATE_LIMITED, 429, 2",
        "UNAVAILABLE, 503, 2",
        "INTERNAL, 500, 2",
        "NOT_AUTHENTICATED, 401, 2",
        "VALIDATION_FAILED, 422, 2"
    })
    void keepsRefusalsButNeitherFaultsNorPassingOnes(String code, int status, int asked) {
        String counter = "c" + UUID.randomUUID() + "@example.com";
        String body = "{\"name\": \"%s\", \"contact_email\": \"%s\"}".formatted(code, counter);
        EntityExchangeResult<byte[]> first = post("/test/refusals", "ann", key, body);
        EntityExchangeResult<byte[]> second = post("/test/refusals", "ann", key, body);

        assertThat(code(first, status)).contains(code.toLowerCase(Locale.ROOT));
        assertThat(second.getStatus().value()).isEqualTo(status);
        assertThat(second.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(workshop.made(counter)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "ü"})
    void refusesAKeyThatIsNone(String invalid) {
        assertThat(code(create("ann", invalid, thing), 400)).contains("idempotency_key_invalid");
        assertThat(workshop.made(thing)).isZero();
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThat(create("ann", "k".repeat(255), thing).getStatus().value()).isEqualTo(201);
        assertThat(code(create("ann", "k".repeat(256), thing), 400)).contains("idempotency_key_invalid");
    }

    private EntityExchangeResult<byte[]> create(String user, String key, String name) {
        return post("/test/things", user, key, "{\"name\": \"%s\"}".formatted(name));
    }

    private EntityExchangeResult<byte[]> post(String path, String user, String key, String body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (user != null) {
                        headers.set("X-Test-User", user);
                    }
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static boolean fresh(EntityExchangeResult<byte[]> answer) {
        return answer.getStatus().value() == 201 && answer.getResponseHeaders().getFirst("Idempotent-Replayed") == null;
    }

    private static String code(EntityExchangeResult<byte[]> answer, int status) {
        String body = new String(answer.getResponseBody());
        assertThat(answer.getStatus().value()).as(body).isEqualTo(status);
        return body;
    }
}
