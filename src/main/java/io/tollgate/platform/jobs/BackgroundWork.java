package io.tollgate.platform.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Something that goes on for as long as the node runs, on nodes that have the role. */
abstract class BackgroundWork implements SmartLifecycle {

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final boolean autoStartup;

    private volatile @Nullable Run running;

    BackgroundWork(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    private record Run(Disposable work, Sinks.Empty<Void> stop, Sinks.Empty<Void> ended) {}

    /** Goes on until told to stop, and ends when the step in hand is finished. It deals with its own errors. */
    abstract Flux<?> work(Mono<Void> stop);

    @Override
    public final void start() {
        Sinks.Empty<Void> stop = Sinks.empty();
        Sinks.Empty<Void> ended = Sinks.empty();
        Disposable work = work(stop.asMono())
                .doFinally(_ -> ended.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST))
                .subscribe();
        running = new Run(work, stop, ended);
    }

    @Override
    public final void stop(Runnable callback) {
        Run run = running;
        running = null;
        if (run == null) {
            callback.run();
            return;
        }
        run.stop().emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);
        Disposable _ = run.ended()
                .asMono()
                .timeout(GRACE, Mono.fromRunnable(run.work()::dispose))
                .doFinally(_ -> callback.run())
                .subscribe();
    }

    @Override
    public final void stop() {
        stop(() -> {});
    }

    @Override
    public final boolean isRunning() {
        return running != null;
    }

    @Override
    public final boolean isAutoStartup() {
        return autoStartup;
    }
}
