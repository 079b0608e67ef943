package io.tollgate.billing.reconciliation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.stripe.Drift;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts differences: {@code tollgate.stripe.drift} by kind. All are there from the start, at zero. */
@Component
class DriftMetrics {

    private final Map<Drift.Kind, Counter> counters = new EnumMap<>(Drift.Kind.class);

    DriftMetrics(MeterRegistry registry) {
        for (Drift.Kind kind : Drift.Kind.values()) {
            counters.put(kind, registry.counter("tollgate.stripe.drift", "kind", kind.value()));
        }
    }

    void count(Drift drift) {
        Counter counter = counters.get(drift.kind());
        if (counter != null) {
            counter.increment();
        }
    }
}
