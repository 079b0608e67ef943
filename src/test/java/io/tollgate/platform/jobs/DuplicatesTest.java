package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.platform.jobs.Probe.Conduct;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest
class DuplicatesTest {

    @Autowired
    private Outbox outbox;

    @Autowired
    private FailedJobs failed;

    @Autowired
    private ProcessedJobs processed;

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
    private JobRows rows;
    private TestTopic topic;

    @BeforeEach
    void look() {
        rows = new JobRows(db);
        topic = new TestTopic(kafka.bootstrapServers(), kafka.topicPrefix());
    }

    @Test
    void doesAMessageOnceHoweverOftenItIsDelivered() {
        double before = finished();
        for (int i = 0; i < 5; i++) {
            topic.send("key-" + i, message(Conduct.WRITE));
        }

        Awaiting.until("all five are dealt with", () -> finished() >= before + 5);
        Awaiting.until("the effect", () -> rows.effects(name) > 0);
        assertThat(rows.effects(name)).isEqualTo(1);
    }

    @Test
    void dropsASecondDeliveryOfAJobThatWroteNothing() {
        topic.send(name, message(Conduct.DO_NOTHING));
        Awaiting.until("the mark", () -> marked());
        double dropped = duplicates();
        topic.send(name, message(Conduct.DO_NOTHING));

        Awaiting.until("one dropped", () -> duplicates() > dropped);
        assertThat(probes.runs(name)).hasSize(1);
    }

    @Test
    void keepsAPromiseUntilTheJobIsDone() {
        outbox.enqueue(Probe.TYPE, name, new Probe(name, Conduct.WAIT)).block();
        Awaiting.until("its worker", () -> probes.runs(name).size() == 1);
        Awaiting.until(
                "Kafka's answer",
                () -> rows.waiting(name).availableAt().isAfter(clock.instant().plus(Duration.ofDays(1))));

        probes.release(name);

        Awaiting.until("the effect", () -> rows.effects(name) == 1);
        Awaiting.until("an empty outbox", () -> rows.inOutbox(name) == 0);
        assertThat(rows.effects(name)).isEqualTo(1);
    }

    @Test
    void putsBackNoJobThatAnotherDeliveryHasFinished() {
        processed.mark(id, Probe.TYPE.name()).block();
        JobMessage job = json.readValue(message(Conduct.FAIL), JobMessage.class);

        failed.retryAt(clock.instant(), Probe.TYPE.topic(), job).block();
        failed.bury(Probe.TYPE.topic(), job, "too late").block();

        assertThat(rows.inOutbox(name)).isZero();
        assertThat(rows.deadLetters(name)).isZero();
    }

    @Test
    void sharesTheWorkBetweenTwoNodesAndDoesEachJobOnce() {
        int size = 600;
        try (SecondNode other = SecondNode.start(clock)) {
            Outbox theirs = other.bean(Outbox.class);
            Flux.range(0, size)
                    .flatMap(i -> (i % 2 == 0 ? outbox : theirs).enqueue(Probe.TYPE, name + i, Probe.writing(name)), 8)
                    .then()
                    .block();

            Awaiting.until("all effects", Duration.ofSeconds(60), () -> rows.effects(name) >= size);
            Awaiting.until(
                    "both worked",
                    () -> probes.runs(name).size()
                                    + other.bean(ProbeJob.class).runs(name).size()
                            >= size);
            assertThat(rows.effects(name)).isEqualTo(size);
        }
    }

    private byte[] message(Conduct conduct) {
        return json.writeValueAsBytes(new JobMessage(
                1, id, Probe.TYPE.name(), name, 1, clock.instant(), null, json.valueToTree(new Probe(name, conduct))));
    }

    private boolean marked() {
        return db.sql("select exists (select 1 from processed_jobs where id = :id)")
                .bind("id", id)
                .mapValue(Boolean.class)
                .one()
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
