package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The one thread that reads and writes the emulator's state: every request and control is atomic because of it. */
final class StateThread {
    private final ScheduledThreadPoolExecutor executor;
    private final Scheduler scheduler;

    StateThread() {
        executor = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().daemon().name("stripe-emulator").unstarted(task));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        // A thread started by the first request would be started on an event loop.
        var _ = executor.prestartAllCoreThreads();
        scheduler = Schedulers.fromExecutorService(executor);
    }

    <T> Mono<T> mono(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(scheduler);
    }

    void run(Runnable work) {
        executor.execute(work);
    }

    void later(Duration delay, Runnable work) {
        var _ = executor.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration period, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                // An escaping exception would end the repetition without a word.
                System.getLogger("stripe-emulator").log(System.Logger.Level.ERROR, "A repeated task failed", failure);
            }
        };
        var _ = executor.scheduleAtFixedRate(guarded, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs {@code work} on the state thread and waits: for callers that are plain threads, such as tests. */
    <T> T call(Callable<T> work) {
        try {
            return executor.submit(work).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (TimeoutException late) {
            throw new IllegalStateException("The Stripe emulator did not answer within 30 s", late);
        }
    }

    void stop() {
        var _ = executor.shutdownNow();
    }
}
