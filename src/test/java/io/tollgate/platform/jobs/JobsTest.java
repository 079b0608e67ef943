package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

@IntegrationTest
class JobsTest {

    @Autowired
    private Outbox outbox;

    @Autowired
    private ProbeJob probes;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator transaction;

    @Autowired
    private MutableClock clock;

    private final String name = UUID.randomUUID().toString();

    @Test
    void doesWhatWasPromised() {
        enqueue(Probe.named(name)).block();

        Awaiting.until("the effect", () -> ProbeJob.effects(db, name) == 1);
        JobRun run = probes.runs(name).getFirst();
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.createdAt()).isBefore(clock.instant());
        Awaiting.until("an empty outbox", () -> rowsInOutbox() == 0);
    }

    @Test
    void promisesNothingWhenTheTransactionRollsBack() {
        String committed = UUID.randomUUID().toString();
        Mono<Void> failing = enqueue(Probe.named(name)).then(Mono.error(() -> new IllegalStateException("no")));

        assertThatThrownBy(() -> transaction.transactional(failing).block()).hasMessage("no");
        enqueue(Probe.named(committed)).as(transaction::transactional).block();

        Awaiting.until("the committed job", () -> ProbeJob.effects(db, committed) == 1);
        assertThat(probes.runs(name)).isEmpty();
    }

    @Test
    void waitsForTheTimeOfAJob() {
        Instant later = clock.instant().plus(Duration.ofMinutes(30));
        outbox.enqueueAt(Probe.TYPE, name, Probe.named(name), later).block();

        Awaiting.during(
                "nothing happens",
                Duration.ofMillis(1500),
                () -> probes.runs(name).isEmpty());
        clock.advance(Duration.ofMinutes(31));
        Awaiting.until("the effect", () -> ProbeJob.effects(db, name) == 1);
    }

    private Mono<Void> enqueue(Probe probe) {
        return outbox.enqueue(Probe.TYPE, probe.name(), probe);
    }

    private int rowsInOutbox() {
        return db.sql("select count(*)::int from outbox where key = :key")
                .bind("key", name)
                .mapValue(Integer.class)
                .one()
                .block();
    }
}
