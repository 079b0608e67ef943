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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
        Instant begun = clock.instant();
        enqueue(name, Conduct.FAIL);

        int waited = 0;
        for (int next = 2; next <= MAX_ATTEMPTS; next++) {
            Seen seen = passTheDelayBefore(next);
            if (seen != null) {
                // A fifth at random. It failed after it could begin and before it was seen to wait again.
                Duration expected = capped(properties.backoff().multipliedBy(1L << next - 2));
                assertThat(seen.waiting().availableAt())
                        .as("attempt %d", next)
                        .isAfter(begun.plus(expected.multipliedBy(4).dividedBy(5))
                                .minusMillis(1))
                        .isBefore(seen.at()
                                .plus(expected.multipliedBy(6).dividedBy(5))
                                .plusMillis(1));
                begun = seen.waiting().availableAt();
                waited++;
            }
        }
        Awaiting.until("a dead letter", () -> rows.deadLetters(name) == 1);
        assertThat(rows.inOutbox(name)).isZero();
        assertThat(waited).isPositive();

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

    private record Seen(Waiting waiting, Instant at) {}

    /** Gives the attempt as it waited; null when it has begun before anybody could look. */
    private @Nullable Seen passTheDelayBefore(int attempt) {
        AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
        Awaiting.until("attempt " + attempt, () -> {
            Waiting row = rows.waiting(name);
            seen.set(row != null && row.attempt() == attempt ? new Seen(row, clock.instant()) : null);
            return seen.get() != null || probes.runs(name).size() >= attempt;
        });
        Seen waits = seen.get();
        Duration delay = waits == null
                ? Duration.ZERO
                : Duration.between(clock.instant(), waits.waiting().availableAt());
        clock.advance(delay.isNegative() ? Duration.ZERO : delay);
        bell.ring();
        return waits;
    }

    private Duration capped(Duration wait) {
        return wait.compareTo(properties.maxBackoff()) < 0 ? wait : properties.maxBackoff();
    }

    private void enqueue(String probe, Conduct conduct) {
        enqueueWithKey(probe, probe, conduct);
    }

    private void enqueueWithKey(String key, String probe, Conduct conduct) {
        outbox.enqueue(Probe.TYPE, key, new Probe(probe, conduct)).block();
    }
}
