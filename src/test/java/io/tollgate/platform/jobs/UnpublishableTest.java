package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

/** Jobs that Kafka takes at no time. */
@IntegrationTest
class UnpublishableTest {

    @Autowired
    private Outbox outbox;

    @Autowired
    private DeadLetters deadLetters;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    private final String name = UUID.randomUUID().toString();

    @Test
    void areDeadLettersAndKeepNobodyBack() {
        JobRows rows = new JobRows(db);
        String large = "x".repeat(1_200_000);
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        Flux.concat(
                        outbox.enqueue(Probe.TYPE, name, Probe.writing(name + "-a")),
                        outbox.enqueue(Probe.TYPE, name + "-large", Probe.writing(large)),
                        outbox.enqueue(Probe.TYPE, name, Probe.writing(name + "-b")),
                        db.sql("insert into outbox (id, type, topic, key, payload, created_at, available_at)"
                                        + " select gen_random_uuid(), type, topic, key || '-deep', cast(:deep as jsonb), created_at, available_at"
                                        + " from outbox where key = :key limit 1")
                                .bind("deep", deep)
                                .bind("key", name)
                                .then(),
                        outbox.enqueue(Probe.TYPE, name, Probe.writing(name + "-c")))
                .then()
                .as(tx::transactional)
                .block();

        for (String neighbour : List.of("-a", "-b", "-c")) {
            Awaiting.until("neighbour " + neighbour, () -> rows.effects(name + neighbour) == 1);
        }
        for (String key : List.of(name + "-large", name + "-deep")) {
            Awaiting.until("a dead letter", () -> rows.deadLetters(key) == 1);
            assertThat(rows.inOutbox(key)).isZero();
        }
        assertThat(letter(name + "-large")).satisfies(letter -> {
            assertThat(letter.error()).contains("RecordTooLargeException");
            assertThat(letter.replayable()).isTrue();
            assertThat(letter.payload().path("name").asString()).isEqualTo(large);
        });
        assertThat(letter(name + "-deep").replayable()).isFalse();
        assertThat(rows.inOutbox(name)).isZero();
        db.sql("delete from dead_letters where key like :name || '%'")
                .bind("name", name)
                .then()
                .block();
    }

    private DeadLetter letter(String key) {
        UUID id = db.sql("select id from dead_letters where key = :key")
                .bind("key", key)
                .mapValue(UUID.class)
                .one()
                .block();
        return deadLetters.find(id).block();
    }
}
