package io.tollgate.platform.jobs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Handles probes, in tests only; tells which attempts it saw, and writes its effect where both nodes can be checked. */
@Component
@ConditionalOnBooleanProperty("tollgate.probes")
class ProbeJob implements JobHandler<Probe> {

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final DatabaseClient db;

    ProbeJob(DatabaseClient db) {
        this.db = db;
    }

    record Seen(Probe probe, JobRun run) {}

    @Override
    public JobType<Probe> type() {
        return Probe.TYPE;
    }

    @Override
    public Mono<Void> handle(Probe probe, JobRun run) {
        seen.add(new Seen(probe, run));
        if (probe.slow()) {
            return Mono.never();
        }
        return run.attempt() <= probe.failures()
                ? Mono.error(() -> new IllegalStateException("Told to fail"))
                : run.once(effect(probe));
    }

    List<JobRun> runs(String name) {
        return seen.stream()
                .filter(each -> each.probe().name().equals(name))
                .map(Seen::run)
                .toList();
    }

    /** How often the effect of the probe was committed, by whichever node. */
    static int effects(DatabaseClient db, String name) {
        return db.sql("select count(*)::int from probe_effects where name = :name")
                .bind("name", name)
                .mapValue(Integer.class)
                .one()
                .block();
    }

    private Mono<Void> effect(Probe probe) {
        return db.sql("insert into probe_effects (name) values (:name)")
                .bind("name", probe.name())
                .then();
    }
}
