package io.tollgate.auth.password;

import io.tollgate.Awaiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** All threads that hash, held until it lets them go: whoever wants a hash waits. */
final class HeldHashing implements AutoCloseable {

    private final CountDownLatch release = new CountDownLatch(1);

    private final HashingThreads threads;

    private HeldHashing(HashingThreads threads) {
        this.threads = threads;
    }

    static HeldHashing of(HashingThreads threads, PasswordProperties properties) {
        HeldHashing held = new HeldHashing(threads);
        AtomicInteger begun = new AtomicInteger();
        int all = properties.threadCount();
        Disposable _ = Flux.range(0, all)
                .flatMap(
                        _ -> threads.run(() -> {
                            begun.incrementAndGet();
                            held.release.await();
                            return true;
                        }),
                        all)
                .subscribe();
        Awaiting.until("each thread is ours", () -> begun.get() == all);
        return held;
    }

    /** Has so many wait behind it that the next finds the queue full. */
    void fillTheQueue() {
        AtomicBoolean full = new AtomicBoolean();
        while (!full.get()) {
            Disposable _ = threads.run(() -> true).subscribe(_ -> {}, _ -> full.set(true));
        }
    }

    void release() {
        release.countDown();
    }

    @Override
    public void close() {
        release();
    }
}
