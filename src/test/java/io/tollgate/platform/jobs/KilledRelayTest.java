package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.platform.jobs.Probe.Conduct;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.json.JsonMapper;

/** What a node leaves behind that is killed while it carries jobs to Kafka. */
@IntegrationTest
class KilledRelayTest {

    private static final Duration LEASE = Duration.ofSeconds(60);

    @Autowired
    private Outbox outbox;

    @Autowired
    private ProbeJob probes;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private KafkaProperties kafka;

    @Autowired
    private JsonMapper json;

    @Autowired
    private MeterRegistry metrics;

    @Autowired
    private MutableClock clock;

    private final String name = UUID.randomUUID().toString();
    private final UUID id = UUID.randomUUID();
    private final List<String> seen = new ArrayList<>();
    private JobRows rows;
    private TestTopic topic;

    @BeforeEach
    void look() {
        rows = new JobRows(db);
        topic = new TestTopic(kafka.bootstrapServers(), kafka.topicPrefix());
    }

    /** Killed after Kafka's answer and before its note of it: the row is leased still, and its message at a worker. */
    @Test
    void isPublishedAgainAndDoneOnceWhenItWasPublishedAndNotNoted() {
        runOne();
        try (KafkaTail tail = KafkaTail.fromNowOn()) {
            long before = finished();
            leaveInOutbox(Conduct.WAIT, clock.instant().plus(LEASE));
            topic.send(name, message(Conduct.WAIT));
            Awaiting.until("its worker", () -> probes.runs(name).size() == 1);
            Awaiting.during("the lease is respected", Duration.ofMillis(500), () -> leased() && sent(tail) == 1);

            clock.advance(LEASE.plusSeconds(1));
            Awaiting.until("it is published again", () -> sent(tail) == 2);
            probes.release(name);

            Awaiting.until("both messages are dealt with", () -> finished() >= before + 2);
            Awaiting.until("an empty outbox", () -> rows.inOutbox(name) == 0);
            assertThat(rows.effects(name)).isEqualTo(1);
            assertThat(sent(tail)).isEqualTo(2);
        }
    }

    @Test
    void isPublishedAndDoneWhenItWasOnlyClaimed() {
        leaveInOutbox(Conduct.WRITE, clock.instant().minusSeconds(1));

        Awaiting.until("the effect", () -> rows.effects(name) == 1);
        Awaiting.until("an empty outbox", () -> rows.inOutbox(name) == 0);
    }

    /** As the releases before left it, which deleted no row with its job. */
    @Test
    void isDroppedWhenItWasDoneMeanwhile() {
        topic.send(name, message(Conduct.WRITE));
        Awaiting.until("the effect", () -> rows.effects(name) == 1);
        double dropped = duplicates();
        leaveInOutbox(Conduct.WRITE, clock.instant().plus(LEASE));

        Awaiting.during("the lease is respected", Duration.ofMillis(500), () -> rows.inOutbox(name) == 1);
        clock.advance(LEASE.plusSeconds(1));

        Awaiting.until("it is published again", () -> rows.inOutbox(name) == 0);
        Awaiting.until("it is dropped", () -> duplicates() > dropped);
        assertThat(rows.effects(name)).isEqualTo(1);
        assertThat(probes.runs(name)).hasSize(1);
    }

    /** So that there is a topic to look at. */
    private void runOne() {
        long before = finished();
        outbox.enqueue(Probe.TYPE, "first " + name, Probe.writing("first " + name))
                .block();
        Awaiting.until("the first job", () -> finished() > before);
    }

    /** How many messages of this job have come into Kafka. */
    private long sent(KafkaTail tail) {
        seen.addAll(tail.messages());
        return seen.stream().filter(message -> message.contains(id.toString())).count();
    }

    private boolean leased() {
        return db.sql("select exists (select from outbox where id = :id and claimed_until > :now)")
                .bind("id", id)
                .bind("now", clock.instant())
                .mapValue(Boolean.class)
                .one()
                .block();
    }

    private byte[] message(Conduct conduct) {
        return json.writeValueAsBytes(new JobMessage(
                1, id, Probe.TYPE.name(), name, 1, clock.instant(), null, json.valueToTree(new Probe(name, conduct))));
    }

    private void leaveInOutbox(Conduct conduct, Instant claimedUntil) {
        db.sql("""
                        insert into outbox (id, type, topic, key, payload, created_at, available_at, claimed_until)
                        values (:id, :type, :topic, :name, jsonb_build_object('name', :name, 'conduct', :conduct),
                                :now, :now, :until)
                        """)
                .bind("id", id)
                .bind("type", Probe.TYPE.name())
                .bind("topic", Probe.TYPE.topic())
                .bind("name", name)
                .bind("conduct", conduct.name())
                .bind("now", clock.instant().minusSeconds(5))
                .bind("until", claimedUntil)
                .then()
                .block();
    }

    /** However they ended. */
    private long finished() {
        return metrics.find("tollgate.jobs").tag("type", Probe.TYPE.name()).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private double duplicates() {
        Timer timer = metrics.find("tollgate.jobs")
                .tags("type", Probe.TYPE.name(), "outcome", "duplicate")
                .timer();
        return timer == null ? 0 : timer.count();
    }
}
