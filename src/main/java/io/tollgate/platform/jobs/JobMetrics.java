package io.tollgate.platform.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts and times what becomes of jobs: {@code tollgate.jobs} by type and outcome, {@code tollgate.outbox.published}. */
@Component
class JobMetrics {

    enum Outcome {
        /** Done now. */
        SUCCEEDED,
        /** Done by an earlier delivery. */
        DUPLICATE,
        /** Failed, will be tried again. */
        RETRIED,
        /** Failed for the last time. */
        DEAD,
        /** No job at all. */
        UNREADABLE
    }

    private final MeterRegistry registry;
    private final Counter published;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.published = registry.counter("tollgate.outbox.published");
    }

    void published(int rows) {
        published.increment(rows);
    }

    /** @param type of a handler, never a name that came from outside: each value is a time series */
    void finished(String type, Outcome outcome, Duration took) {
        registry.timer("tollgate.jobs", "type", type, "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .record(took);
    }
}
