package io.tollgate.platform.jobs;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gauges of what all nodes share. Nodes with the role worker measure it again and again, and all say the same. */
public abstract class WorkerGauges implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerGauges.class);

    private final Duration interval;
    private final boolean worker;
    private volatile Disposable measuring = Disposables.disposed();

    protected WorkerGauges(Duration interval, Roles roles) {
        this.interval = interval;
        this.worker = roles.has(Roles.Role.WORKER);
    }

    /** Once. After a failure it is tried again when its time comes. */
    protected abstract Mono<Void> measure();

    /** It could not be measured; what was shown before is shown still. */
    protected void failed(Throwable failure) {
        LOG.debug("{} cannot be measured: {}", getClass().getSimpleName(), failure.toString());
    }

    @Override
    public final void start() {
        measuring = Flux.interval(Duration.ZERO, interval)
                .onBackpressureDrop()
                .concatMap(_ -> measure().doOnError(this::failed).onErrorComplete(), 1)
                .subscribe();
    }

    @Override
    public final void stop() {
        measuring.dispose();
    }

    @Override
    public final boolean isRunning() {
        return !measuring.isDisposed();
    }

    @Override
    public final boolean isAutoStartup() {
        return worker;
    }
}
