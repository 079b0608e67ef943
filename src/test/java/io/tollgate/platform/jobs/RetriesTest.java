package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.platform.jobs.JobRows.Waiting;
import io.tollgate.platform.jobs.Probe.Conduct;
import io.tollgate.platform.web.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@IntegrationTest
class RetriesTest {

    private static final int MAX_ATTEMPTS = 10;

    @Autowired
    private Outbox outbox;

    @Autowired
    private DeadLetters deadLetters;

    @Autowired
    private ProbeJob probes;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private OutboxBell bell;

    @Autowired
    private JobsProperties properties;

    private final String name = UUID.randomUUID().toString();
    private JobRows rows;

    @BeforeEach
    void look() {
        rows = new JobRows(db);
    }

    @Test
    void triesAgainWithGrowingDelayAndThenGivesUp() {
        enqueue(name, Conduct.FAIL);

        List<Duration> delays = new ArrayList<>();
        for (int next = 2; next <= MAX_ATTEMPTS; next++) {
            delays.add(passTheDelayBefore(next));
        }
        Awaiting.until("a dead letter", () -> rows.deadLetters(name) == 1);

        for (int i = 0; i < delays.size(); i++) {
            long expected = Math.min(
                    properties.backoff().toMillis() << i,
                    properties.maxBackoff().toMillis());
            // A fifth at random, and the time that passed until we looked.
            assertThat(delays.get(i).toMillis())
                    .as("delay %d of %s", i, delays)
                    .isBetween(expected / 2, expected * 6 / 5);
        }
        assertThat(probes.runs(name)).extracting(JobRun::attempt).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(probes.runs(name))
                .extracting(JobRun::id)
                .containsOnly(probes.runs(name).getFirst().id());
        assertThat(rows.effects(name)).isZero();
        assertThat(rows.inOutbox(name)).isZero();
    }

    @Test
    void doesNotHoldUpItsNeighbours() {
        enqueue(name, Conduct.FAIL);
        List<String> neighbours =
                IntStream.range(0, 20).mapToObj(i -> name + "-" + i).toList();
        neighbours.forEach(neighbour -> enqueueWithKey(name, neighbour, Conduct.WRITE));

        neighbours.forEach(each -> Awaiting.until("neighbour " + each, () -> rows.effects(each) == 1));
        assertThat(probes.runs(name)).isNotEmpty();
        assertThat(rows.effects(name)).isZero();
        probes.forgive(name);
        clock.advance(properties.maxBackoff());
        Awaiting.until("the failed one", () -> rows.effects(name) == 1);
    }

    @Test
    void showsADeadLetterAndReplaysIt() {
        DeadLetter letter = letDie();

        assertThat(letter.type()).isEqualTo("probe.run");
        assertThat(letter.attempts()).isEqualTo(MAX_ATTEMPTS);
        assertThat(letter.error()).isEqualTo("IllegalStateException: Told to fail");
        assertThat(letter.payload().get("name").asString()).isEqualTo(name);
        assertThat(letter.diedAt()).isAfter(letter.createdAt());
        assertThat(deadLetters.find(letter.id()).block()).isEqualTo(letter);

        probes.forgive(name);
        assertThat(deadLetters.replay(letter.id()).block()).isTrue();
        Awaiting.until("the effect", () -> rows.effects(name) == 1);
        assertThat(probes.runs(name).getLast().attempt()).isEqualTo(1);
        assertThat(rows.deadLetters(name)).isZero();
        assertThat(deadLetters.replay(letter.id()).block()).isFalse();
    }

    @Test
    void dropsADeadLetter() {
        DeadLetter letter = letDie();

        assertThat(deadLetters.drop(letter.id()).block()).isTrue();
        assertThat(deadLetters.drop(letter.id()).block()).isFalse();
        assertThat(rows.deadLetters(name)).isZero();
    }

    private DeadLetter letDie() {
        enqueue(name, Conduct.FAIL);
        for (int next = 2; next <= MAX_ATTEMPTS; next++) {
            passTheDelayBefore(next);
        }
        Awaiting.until("a dead letter", () -> rows.deadLetters(name) == 1);
        return deadLetters.page(new PageRequest(100, 0)).block().data().stream()
                .filter(each -> each.key().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Duration passTheDelayBefore(int attempt) {
        Waiting waiting = Awaiting.value(
                "attempt " + attempt, () -> rows.waiting(name), row -> row != null && row.attempt() == attempt);
        Instant now = clock.instant();
        Duration delay = Duration.between(now, waiting.availableAt());
        clock.advance(delay.isNegative() ? Duration.ZERO : delay);
        bell.ring();
        return delay;
    }

    private void enqueue(String probe, Conduct conduct) {
        enqueueWithKey(probe, probe, conduct);
    }

    private void enqueueWithKey(String key, String probe, Conduct conduct) {
        outbox.enqueue(Probe.TYPE, key, new Probe(probe, conduct)).block();
    }
}
