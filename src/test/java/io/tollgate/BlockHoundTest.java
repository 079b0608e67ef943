package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.platform.web.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@IntegrationTest
class BlockHoundTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private Validation validation;

    @Autowired
    private Validator validator;

    @Test
    void findsABlockingCallOnAParallelThread() {
        assertThatThrownBy(() -> blocking().subscribeOn(Schedulers.parallel()).block())
                .hasRootCauseInstanceOf(BlockingOperationError.class);
        requireFound();
    }

    /** Each time, although it reads the kernel's randomness only now and then. */
    @RepeatedTest(3)
    void findsRandomnessOfTheKernelOnAParallelThread() {
        assertThat(UUID.randomUUID()).as("drawn where it belongs").isNotNull();
        assertThatThrownBy(() -> Mono.fromCallable(UUID::randomUUID)
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .hasRootCauseInstanceOf(BlockingOperationError.class);
        requireFound();
    }

    @Test
    void findsItWhereTheErrorIsSwallowed() {
        assertThat(blocking()
                        .onErrorReturn("another answer")
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .isEqualTo("another answer");
        requireFound();
    }

    @Test
    void allowsItWhereItBelongs() {
        Scheduler blockers = Schedulers.boundedElastic();
        assertThat(blocking().subscribeOn(blockers).block()).isEqualTo("waited");
    }

    @Test
    void findsABlockingCallOnTheThreadOfARequest() {
        http.get().uri("/test/blocks").exchange().expectStatus().isEqualTo(500);
        requireFound();
    }

    /** Otherwise one of ten equal requests at once is answered 500, when they are the first of their kind. */
    @Test
    void letsTwoThreadsValidateATypeForTheFirstTime() {
        List<ReentrantLock> locks = locksOfKnownTypes();
        locks.forEach(ReentrantLock::lock);
        CompletableFuture<New> checked;
        try {
            checked = Mono.fromCallable(() -> validation.check(new New("value")))
                    .subscribeOn(Schedulers.parallel())
                    .toFuture();
            Awaiting.until(
                    "it waits", () -> checked.isDone() || locks.stream().anyMatch(ReentrantLock::hasQueuedThreads));
        } finally {
            locks.forEach(ReentrantLock::unlock);
        }
        assertThat(checked).succeedsWithin(Duration.ofSeconds(5));
    }

    private record New(@NotNull String field) {}

    /** Of the map in which Hibernate Validator keeps what it knows of types; each part of it is a lock. */
    private List<ReentrantLock> locksOfKnownTypes() {
        Object manager = ReflectionTestUtils.getField(validator.unwrap(Validator.class), "beanMetaDataManager");
        Object types = ReflectionTestUtils.getField(Objects.requireNonNull(manager), "beanMetaDataCache");
        Object parts = ReflectionTestUtils.getField(Objects.requireNonNull(types), "segments");
        return Stream.of((Object[]) Objects.requireNonNull(parts))
                .map(ReentrantLock.class::cast)
                .toList();
    }

    /** Kept for the end of the class, which would fail of it. */
    private static void requireFound() {
        assertThat(NothingBlocked.take()).hasSize(1);
    }

    private static Mono<String> blocking() {
        return Mono.fromCallable(() -> {
            LockSupport.parkNanos(1);
            return "waited";
        });
    }
}
