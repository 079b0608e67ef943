package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class HashingThreadsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HashingThreads threads = new HashingThreads(new PasswordProperties(8, 19_456, 2, 1, 1), meters);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void stop() {
        release.countDown();
        threads.destroy();
    }

    @Test
    void turnsAwayWhoFindsTheQueueFull() {
        Mono<Integer> working = work().cache();
        Mono<Integer> waiting = work().cache();
        Disposable first = working.subscribe();
        Awaiting.until(() -> begun.get() == 1);
        Disposable second = waiting.subscribe();

        ApiException refusal = catchThrowableOfType(ApiException.class, () -> work().block());
        assertThat(refusal.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(refusal.headers().getFirst("Retry-After")).isEqualTo("1");
        assertThat(begun).hasValue(1);
        assertThat(meters.get("tollgate.password.rejected").counter().count()).isEqualTo(1);

        release.countDown();
        assertThat(waiting.block()).isEqualTo(2);
        first.dispose();
        second.dispose();
    }

    @Test
    void doesNotWorkForWhoHasHungUp() {
        Disposable first = work().subscribe();
        Awaiting.until(() -> begun.get() == 1);
        work().subscribe().dispose();
        release.countDown();
        Awaiting.until(() -> waiting() == 0);
        assertThat(threads.run(() -> "next").block()).isEqualTo("next");
        assertThat(begun).hasValue(1);
        first.dispose();
    }

    private double waiting() {
        return meters.get("tollgate.password.queue").gauge().value();
    }

    private Mono<Integer> work() {
        return threads.run(() -> {
            int mine = begun.incrementAndGet();
            release.await();
            return mine;
        });
    }
}
