package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

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
    private JobRows rows;

    @BeforeEach
    void look() {
        rows = new JobRows(db);
    }

    @Test
    void doesWhatWasPromised() {
        enqueue(name).block();

        Awaiting.until("the effect", () -> rows.effects(name) == 1);
        Awaiting.until("an empty outbox", () -> rows.inOutbox(name) == 0);
        JobRun run = probes.runs(name).getFirst();
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.createdAt()).isBefore(clock.instant());
        assertThat(run.id().version()).isEqualTo(7);
    }

    @Test
    void promisesNothingWhenTheTransactionRollsBack() {
        String committed = UUID.randomUUID().toString();
        Mono<Void> failing = enqueue(name).then(Mono.error(() -> new IllegalStateException("no")));

        assertThatThrownBy(() -> transaction.transactional(failing).block()).hasMessage("no");
        transaction.transactional(enqueue(committed)).block();

        Awaiting.until("the committed job", () -> rows.effects(committed) == 1);
        assertThat(probes.runs(name)).isEmpty();
        assertThat(rows.inOutbox(name)).isZero();
    }

    @Test
    void waitsForTheTimeOfAJob() {
        Instant later = clock.instant().plus(Duration.ofMinutes(30));
        outbox.enqueueAt(Probe.TYPE, name, Probe.writing(name), later).block();
        // Whoever has taken this one has seen that one, too.
        String after = UUID.randomUUID().toString();
        enqueue(after).block();
        Awaiting.until("one that came later", () -> rows.effects(after) == 1);

        assertThat(probes.runs(name)).isEmpty();
        assertThat(rows.inOutbox(name)).isEqualTo(1);
        clock.advance(Duration.ofMinutes(31));
        Awaiting.until("the effect", () -> rows.effects(name) == 1);
    }

    @Test
    void drainsABacklogOfThousands() {
        int size = 2_500;
        db.sql("""
                        insert into outbox (id, type, topic, key, payload, created_at, available_at)
                        select gen_random_uuid(), :type, :topic, :name || n,
                               jsonb_build_object('name', :name, 'conduct', 'WRITE'), :now, :now
                        from generate_series(1, :size) n
                        """)
                .bind("type", Probe.TYPE.name())
                .bind("topic", Probe.TYPE.topic())
                .bind("name", name)
                .bind("now", clock.instant())
                .bind("size", size)
                .then()
                .block();

        Awaiting.until("all effects", Duration.ofMinutes(2), () -> rows.effects(name) >= size);
        assertThat(rows.effects(name)).isEqualTo(size);
        assertThat(probes.runs(name)).hasSize(size);
    }

    @Test
    void carriesTheTraceOfTheRequestToTheOutbox() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Instant later = clock.instant().plus(Duration.ofDays(3_650));
        outbox.enqueueAt(Probe.TYPE, name, Probe.writing(name), later)
                .contextWrite(Context.of(Trace.KEY, trace))
                .block();

        String stored = db.sql("delete from outbox where key = :key returning traceparent")
                .bind("key", name)
                .mapValue(String.class)
                .one()
                .block();
        assertThat(stored).isEqualTo(trace);
    }

    private Mono<Void> enqueue(String probe) {
        return outbox.enqueue(Probe.TYPE, probe, Probe.writing(probe));
    }
}
