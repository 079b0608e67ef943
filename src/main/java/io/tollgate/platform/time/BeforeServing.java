package io.tollgate.platform.time;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Work that must be done before the first request is answered, and, where asked for, again and again while the application
 * runs. A failure of the first run stops the start; a later one is logged once and tried again at the next turn.
 */
public final class BeforeServing implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BeforeServing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String what;
    private final Mono<Void> work;
    private final @Nullable Duration interval;
    private final int phase;

    private volatile boolean running;
    private volatile boolean failing;
    private @Nullable Disposable turns;

    private BeforeServing(String what, Mono<Void> work, @Nullable Duration interval, int phase) {
        this.what = what;
        this.work = work;
        this.interval = interval;
        this.phase = phase;
    }

    /** @param what completes the sentence "Could not …" */
    public static BeforeServing once(String what, Mono<Void> work) {
        return new BeforeServing(what, work, null, 0);
    }

    public static BeforeServing andEvery(Duration interval, String what, Mono<Void> work) {
        return new BeforeServing(what, work, interval, 0);
    }

    /** Before all the others: they go by it. */
    public static BeforeServing firstAndEvery(Duration interval, String what, Mono<Void> work) {
        return new BeforeServing(what, work, interval, Integer.MIN_VALUE);
    }

    @Override
    public void start() {
        firstRun();
        if (interval != null) {
            turns = Flux.interval(interval)
                    .onBackpressureDrop()
                    .concatMap(_ -> turn(), 1)
                    .subscribe();
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (turns != null) {
            turns.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Long before the web server, whose phase is near the end. */
    @Override
    public int getPhase() {
        return phase;
    }

    private void firstRun() {
        try {
            work.toFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable fault = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException("Could not " + what + ": " + fault.getMessage(), fault);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Could not " + what + " within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private Mono<Void> turn() {
        return work.timeout(PATIENCE).doOnSuccess(_ -> recovered()).onErrorResume(this::failed);
    }

    private void recovered() {
        if (failing) {
            failing = false;
            log.info("Again able to {}", what);
        }
    }

    private Mono<Void> failed(Throwable fault) {
        if (!failing) {
            failing = true;
            log.warn("Could not {}; will try again: {}", what, fault.toString());
        }
        return Mono.empty();
    }
}
