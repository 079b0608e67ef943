package io.tollgate.auth.password;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads that hash: as many as there are cores and never more, since more would only share the same memory bandwidth. Who
 * finds their queue full is told so before any work is done; who hangs up while waiting is not worked for.
 */
@Component
class HashingThreads implements DisposableBean {

    /** One of so many threads, at least one. */
    private static final int FOREIGN_SHARE = 4;

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Scheduler foreign;
    private final Timer waiting;
    private final Timer working;
    private final Counter rejected;

    HashingThreads(PasswordProperties properties, MeterRegistry meters) {
        int threads = properties.threadCount();
        BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(threads * properties.queuePerThread());
        this.scheduler = pool("argon2", threads, queue);
        int few = Math.max(1, threads / FOREIGN_SHARE);
        this.foreign = pool("argon2-foreign", few, new ArrayBlockingQueue<>(few * properties.queuePerThread()));
        this.waiting = Timer.builder("tollgate.password.wait")
                .description("How long a hash waits for a thread")
                .register(meters);
        this.working = Timer.builder("tollgate.password.hash")
                .description("How long a hash takes")
                .register(meters);
        this.rejected = Counter.builder("tollgate.password.rejected")
                .description("Requests turned away since the queue was full")
                .register(meters);
        Gauge.builder("tollgate.password.queue", queue, BlockingQueue::size)
                .description("Hashes that wait for a thread")
                .register(meters);
    }

    /** Errors with 503 {@code busy} when the queue is full. */
    <T> Mono<T> run(Callable<T> hashing) {
        return run(hashing, scheduler);
    }

    /**
     * For hashes of another cost than ours: up to 128 MB each, so that only a few may be made at a time. They wait in a queue of
     * their own, and hold up nobody else.
     */
    <T> Mono<T> runForeign(Callable<T> hashing) {
        return run(hashing, foreign);
    }

    private <T> Mono<T> run(Callable<T> hashing, Scheduler scheduler) {
        return Mono.defer(() -> Mono.fromCallable(timed(hashing, System.nanoTime()))
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, _ -> busy()));
    }

    @Override
    public void destroy() {
        scheduler.dispose();
        foreign.dispose();
    }

    private <T> Callable<T> timed(Callable<T> hashing, long askedAt) {
        return () -> {
            waiting.record(System.nanoTime() - askedAt, TimeUnit.NANOSECONDS);
            return working.recordCallable(hashing);
        };
    }

    private static Scheduler pool(String name, int threads, BlockingQueue<Runnable> queue) {
        return Schedulers.fromExecutorService(
                new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, queue, nice(name)), name);
    }

    /** A hash may take longer; a request that only reads must not wait for it. */
    private static ThreadFactory nice(String name) {
        ThreadFactory threads = Thread.ofPlatform().name(name + "-", 1).daemon().factory();
        return task -> threads.newThread(Niceness.giveWay(task));
    }

    private ApiException busy() {
        rejected.increment();
        return new ApiException(ErrorCode.BUSY).retryAfter(RETRY);
    }
}
