package io.tollgate.billing.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.jobs.Roles;
import io.tollgate.platform.jobs.WorkerGauges;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code tollgate.billing.parked}: how many subscriptions are left alone until somebody has looked. Counted each minute by nodes with
 * the role worker, all of which say the same.
 */
@Component
class ParkedGauge extends WorkerGauges {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final ParkedRepository parked;

    private volatile long latest;

    ParkedGauge(ParkedRepository parked, MeterRegistry registry, Roles roles) {
        super(INTERVAL, roles);
        this.parked = parked;
        Gauge.builder("tollgate.billing.parked", this, gauge -> gauge.latest).register(registry);
    }

    @Override
    protected Mono<Void> measure() {
        return parked.count().doOnNext(count -> latest = count).then();
    }
}
