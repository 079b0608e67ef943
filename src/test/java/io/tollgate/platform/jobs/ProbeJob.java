package io.tollgate.platform.jobs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Handles probes, in tests only; tells which attempts it saw, and writes its effect where both nodes can be checked. */
@Component
@ConditionalOnBooleanProperty("tollgate.probes")
class ProbeJob implements JobHandler<Probe> {

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Set<String> forgiven = ConcurrentHashMap.newKeySet();
    private final Map<String, Sinks.Empty<Void>> gates = new ConcurrentHashMap<>();
    private final DatabaseClient db;

    ProbeJob(DatabaseClient db) {
        this.db = db;
    }

    private record Seen(String name, JobRun run) {}

    @Override
    public JobType<Probe> type() {
        return Probe.TYPE;
    }

    @Override
    public Mono<Void> handle(Probe probe, JobRun run) {
        seen.add(new Seen(probe.name(), run));
        return switch (probe.conduct()) {
            case WRITE -> run.once(effect(probe));
            case DO_NOTHING -> Mono.empty();
            case FAIL -> forgiven.contains(probe.name()) ? run.once(effect(probe)) : failure();
            case WAIT -> gate(probe.name()).asMono().then(run.once(effect(probe)));
            case WAIT_AND_FAIL ->
                run.attempt() > 1
                        ? run.once(effect(probe))
                        : gate(probe.name()).asMono().then(failure());
        };
    }

    void forgive(String name) {
        forgiven.add(name);
    }

    void release(String name) {
        gate(name).emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);
    }

    List<JobRun> runs(String name) {
        return seen.stream()
                .filter(each -> each.name().equals(name))
                .map(Seen::run)
                .toList();
    }

    /** The names of the probes in the order in which they ran. */
    List<String> order() {
        return seen.stream().map(Seen::name).toList();
    }

    private Sinks.Empty<Void> gate(String name) {
        return gates.computeIfAbsent(name, _ -> Sinks.empty());
    }

    private static Mono<Void> failure() {
        return Mono.error(() -> new IllegalStateException("Told to fail"));
    }

    private Mono<Void> effect(Probe probe) {
        return db.sql("insert into probe_effects (name) values (:name)")
                .bind("name", probe.name())
                .then();
    }
}
