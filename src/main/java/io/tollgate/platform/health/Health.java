package io.tollgate.platform.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What Tollgate stands on, asked now. Ready means that requests can be answered: PostgreSQL is there. Without Redis limits are
 * stricter, without Kafka work waits; both are told, and neither takes the node out of service, since the next node has the
 * same Redis and the same Kafka.
 */
@Component
class Health {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<HealthProbe> probes;

    Health(List<HealthProbe> probes) {
        this.probes = List.copyOf(probes);
    }

    Mono<Report> report() {
        return Flux.fromIterable(probes)
                .flatMap(this::ask, Math.max(1, probes.size()))
                .collectList()
                .map(Health::sum);
    }

    private Mono<Finding> ask(HealthProbe probe) {
        return probe.ok()
                .defaultIfEmpty(false)
                .timeout(PATIENCE)
                .onErrorReturn(false)
                .map(ok -> new Finding(probe.name(), ok, probe.required()));
    }

    private static Report sum(List<Finding> findings) {
        Map<String, String> states = new TreeMap<>();
        findings.forEach(finding -> states.put(finding.name(), finding.ok() ? "up" : "down"));
        return new Report(
                findings.stream().allMatch(finding -> finding.ok() || !finding.required()), Map.copyOf(states));
    }

    private record Finding(String name, boolean ok, boolean required) {}

    /**
     * The answer of {@code /readyz}.
     *
     * @param components {@code up} or {@code down} by name
     */
    record Report(boolean ready, Map<String, String> components) {}
}
