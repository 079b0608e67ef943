package io.tollgate.billing.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.jobs.Roles;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code tollgate.billing.parked}: how many subscriptions are left alone until somebody has looked. Counted each minute by nodes with
 * the role worker, all of which say the same.
 */
@Component
class ParkedGauge implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ParkedGauge.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final ParkedRepository parked;
    private final boolean worker;

    private volatile long latest;
    private volatile Disposable measuring = Disposables.disposed();

    ParkedGauge(ParkedRepository parked, MeterRegistry registry, Roles roles) {
        this.parked = parked;
        this.worker = roles.has(Roles.Role.WORKER);
        Gauge.builder("tollgate.billing.parked", this, gauge -> gauge.latest).register(registry);
    }

    Mono<Void> measure() {
        return parked.count().doOnNext(count -> latest = count).then();
    }

    @Override
    public void start() {
        measuring = Flux.interval(Duration.ZERO, INTERVAL)
                .onBackpressureDrop()
                .concatMap(_ -> measure().onErrorResume(ParkedGauge::failed), 1)
                .subscribe();
    }

    private static Mono<Void> failed(Throwable failure) {
        log.debug("Parked subscriptions are not counted: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public void stop() {
        measuring.dispose();
    }

    @Override
    public boolean isRunning() {
        return !measuring.isDisposed();
    }

    @Override
    public boolean isAutoStartup() {
        return worker;
    }
}
