package io.tollgate.platform.ratelimit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** {@code tollgate.ratelimit.decisions} by policy, outcome and who decided: redis, node, or fallback when Redis was away. */
@Component
class LimiterMetrics {

    private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    LimiterMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    Decision counted(String decider, Decision decision) {
        for (Decision.Quota quota : decision.quotas()) {
            counters.computeIfAbsent(
                            new Labels(quota.policy().name(), decider, quota.policy() != decision.refused()),
                            this::counter)
                    .increment();
        }
        return decision;
    }

    private Counter counter(Labels labels) {
        return Counter.builder("tollgate.ratelimit.decisions")
                .description("Rate limit decisions")
                .tag("policy", labels.policy())
                .tag("by", labels.decider())
                .tag("outcome", labels.allowed() ? "allowed" : "refused")
                .register(meters);
    }

    private record Labels(String policy, String decider, boolean allowed) {}
}
