package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.web.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** Messages that are no jobs: kept where a person sees them, in nobody's way. */
@IntegrationTest
class PoisonTest {

    @Autowired
    private Outbox outbox;

    @Autowired
    private DeadLetters deadLetters;

    @Autowired
    private FailedJobs failed;

    @Autowired
    private ProcessedJobs processed;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private KafkaProperties kafka;

    private final String name = UUID.randomUUID().toString();
    private JobRows rows;
    private TestTopic topic;

    @BeforeEach
    void look() {
        rows = new JobRows(db);
        topic = new TestTopic(kafka.bootstrapServers(), kafka.topicPrefix());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json at all %s",
                "{\"v\":1,\"note\":\"%s\"}",
                "{\"v\":2,\"id\":\"019c0000-0000-7000-8000-000000000000\",\"type\":\"probe.run\",\"key\":\"%s\",\"attempt\":1,"
                        + "\"created_at\":\"2026-01-01T00:00:00Z\",\"payload\":{}}",
                "[\"%s\"]",
                "%s \u0000 with a NUL",
            })
    void keepsWhatNobodyCanRead(String text) {
        String raw = text.formatted(name);
        topic.send("poison", raw.getBytes(StandardCharsets.UTF_8));
        enqueueNeighbour();

        DeadLetter letter = buried();
        assertThat(letter.type()).isEqualTo(DeadLetter.UNREADABLE);
        assertThat(letter.topic()).isEqualTo("probe");
        assertThat(letter.payload().asString()).isEqualTo(raw.replace('\0', '\uFFFD'));
        assertThat(letter.error()).isNotBlank();
        Awaiting.until("the neighbour", () -> rows.effects(name + "-neighbour") == 1);
        assertThat(deadLetters.replay(letter.id()).block()).isFalse();
        assertThat(deadLetters.find(letter.id()).block()).isEqualTo(letter);
    }

    @Test
    void keepsAMessageWithNothingInIt() {
        long before = deadLetters.count().block();
        topic.send(name, new byte[0]);
        topic.send(name, null);
        topic.send(name, "null".getBytes(StandardCharsets.UTF_8));
        Awaiting.until("three letters", () -> deadLetters.count().block() >= before + 3);
    }

    @Test
    void keepsAMessageOnceThoughItIsDeliveredAgain() {
        Delivery delivery = new Delivery("probe", "0:0:" + name, name.getBytes(StandardCharsets.UTF_8));
        failed.buryUnreadable(delivery, "\"" + name + "\"", "no").block();
        failed.buryUnreadable(delivery, "\"" + name + "\"", "no").block();
        assertThat(letters()).hasSize(1);
    }

    /** A newer release may know the type: the job waits for it before it is given up. */
    @Test
    void triesAJobOfAnUnknownTypeAgain() {
        JobType<Probe> unknown = new JobType<>("probe.unknown", Probe.TYPE.topic(), Probe.class);
        outbox.enqueue(unknown, name, Probe.writing(name)).block();
        Awaiting.value("another attempt", () -> rows.waiting(name), row -> row != null && row.attempt() > 1);
    }

    /** It came from a node of the last release, or from before the deployment. */
    @ParameterizedTest
    @ValueSource(strings = {"webhook.clean_up", "stripe.events.purge"})
    void isDoneWithAJobWhoseWorkAnotherDoesNow(String type) {
        UUID id = UUID.randomUUID();
        topic.send("poison", """
                {"v":1,"id":"%s","type":"%s","key":"%s","attempt":1,"created_at":"2026-01-01T00:00:00Z","payload":{}}""".formatted(id, type, name).getBytes(StandardCharsets.UTF_8));

        Awaiting.until("it is done", () -> processed.contains(id).block());
        assertThat(rows.waiting(name)).isNull();
        assertThat(rows.deadLetters(name)).isZero();
    }

    @Test
    void triesAJobAgainWhosePayloadDoesNotFit() {
        JobType<List> wrong = new JobType<>(Probe.TYPE.name(), Probe.TYPE.topic(), List.class);
        outbox.enqueue(wrong, name, List.of(name)).block();
        Awaiting.value("another attempt", () -> rows.waiting(name), row -> row != null && row.attempt() > 1);
    }

    /** PostgreSQL takes no NUL in jsonb, so that this job can be read, but not be put back. */
    @Test
    void keepsTheTextOfAFailedJobThatCannotBePutBack() {
        String raw = """
                {"v":1,"id":"%s","type":"probe.unknown","key":"%s","attempt":1,"created_at":"2026-01-01T00:00:00Z",
                 "payload":{"name":"\\u0000"}}""".formatted(UUID.randomUUID(), name);
        topic.send("poison", raw.getBytes(StandardCharsets.UTF_8));
        enqueueNeighbour();

        assertThat(buried().payload().asString()).isEqualTo(raw);
        Awaiting.until("the neighbour", () -> rows.effects(name + "-neighbour") == 1);
    }

    private void enqueueNeighbour() {
        outbox.enqueue(Probe.TYPE, "poison", Probe.writing(name + "-neighbour")).block();
    }

    private DeadLetter buried() {
        return Awaiting.value("a dead letter", this::letters, found -> found.size() == 1)
                .getFirst();
    }

    private List<DeadLetter> letters() {
        return deadLetters.page(new PageRequest(100, 0)).block().data().stream()
                .filter(letter -> letter.payload().toString().contains(name))
                .toList();
    }
}
