package io.tollgate.auth.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.auth.AuthRows;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.redis.Redis;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@IntegrationTest
class GuessingTest {

    private static final Duration STEP = Duration.ofMillis(5);

    private final String account = UUID.randomUUID() + "@example.test";
    private final AtomicInteger compared = new AtomicInteger();

    @Autowired
    private Guessing guessing;

    @Autowired
    private GuessCounts counts;

    @Autowired
    private Identifiers identifiers;

    @Autowired
    private AuditLog audit;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Redis redis;

    @BeforeEach
    void awaitRedis() {
        Awaiting.until("Redis is there", redis::up);
    }

    @Test
    void makesGuessersWaitLongerAndLonger() {
        IntStream.range(0, 20).forEach(_ -> guess(guessing, false).block());
        long begin = System.nanoTime();
        guess(guessing, false).block();
        assertThat(System.nanoTime() - begin)
                .as("the 21st waits four steps")
                .isGreaterThan(STEP.multipliedBy(4).toNanos());
        assertThat(compared).hasValue(21);
    }

    @Test
    void comparesNothingAfterFiftyFailuresAndLeavesATrace() {
        IntStream.range(0, 50).forEach(_ -> guess(guessing, false).block());
        StepVerifier.create(guess(guessing, true)).verifyErrorSatisfies(fault -> {
            ApiException refusal = (ApiException) fault;
            assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(refusal.headers().getFirst("Retry-After")).isNotNull();
        });
        assertThat(compared).hasValue(50);
        assertThat(new AuthRows(db)
                        .count(
                                "select count(*) from audit_log where outcome = 'too_many_failures'"
                                        + " and details ->> 'identifier' = :it",
                                identifiers.digest(account)))
                .isEqualTo(1);
        assertThat(new AuthRows(db).auditedText(account)).isZero();
    }

    @Test
    void comparesNoMoreThanFiftyOfAHundredAtOnce() {
        List<Boolean> results = Flux.range(0, 100)
                .flatMap(_ -> guess(guessing, false).onErrorResume(ApiException.class, _ -> Mono.empty()), 100)
                .collectList()
                .block();
        assertThat(results).hasSize(50);
        assertThat(compared).hasValue(50);
    }

    @Test
    void doesNotTakeAFaultForAGuess() {
        Mono<Boolean> broken = guessing.guarded(
                Guessed.PASSWORD,
                account,
                RequestFacts.NONE,
                Mono.error(() -> new ApiException(ErrorCode.BUSY)),
                right -> right);
        IntStream.range(0, 60)
                .forEach(_ -> StepVerifier.create(broken).verifyErrorMatches(ApiException.class::isInstance));
        assertThat(guess(guessing, true).block()).isTrue();
    }

    @Test
    void letsOnlySoManyWait() {
        GuessingProperties one = new GuessingProperties(
                Duration.ofMinutes(1), 1, Duration.ofMinutes(1), 50, Duration.ofHours(24), Duration.ofDays(30), 1, 20);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Guessing narrow = new Guessing(counts, one, identifiers, audit, meters);
        guess(narrow, false).block();
        List<Double> waiting = new CopyOnWriteArrayList<>();
        List<ErrorCode> refused = Flux.range(0, 5)
                .flatMap(
                        _ -> guess(narrow, false)
                                .<ErrorCode>flatMap(_ -> Mono.empty())
                                .onErrorResume(ApiException.class, fault -> Mono.just(fault.code())),
                        5)
                .doOnNext(_ -> waiting.add(
                        meters.get("tollgate.guessing.waiting").gauge().value()))
                .take(4)
                .collectList()
                .block(Duration.ofSeconds(30));
        assertThat(refused).hasSize(4).containsOnly(ErrorCode.RATE_LIMITED);
        assertThat(waiting.getLast()).isEqualTo(1);
    }

    @Test
    void forgetsInAnySpelling() {
        IntStream.range(0, 50).forEach(_ -> guess(guessing, false).block());
        guessing.forget(Guessed.PASSWORD, "  " + account.toUpperCase(Locale.ROOT))
                .block();
        assertThat(guess(guessing, true).block()).isTrue();
    }

    private Mono<Boolean> guess(Guessing by, boolean right) {
        Mono<Boolean> attempt = Mono.fromSupplier(() -> {
            compared.incrementAndGet();
            return right;
        });
        return by.guarded(Guessed.PASSWORD, account, RequestFacts.NONE, attempt, result -> result);
    }
}
