package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

/** How relays share the outbox. */
class ClaimsTest {

    private static final MutableClock CLOCK = new MutableClock();
    private static SecondNode node;

    private final Outbox outbox = node.bean(Outbox.class);
    private final OutboxRows relay = node.bean(OutboxRows.class);
    private final String ours = Probe.TYPE.topic();

    /** With a database of its own and nobody who works: the tests are the relays. */
    @BeforeAll
    static void start() {
        node = SecondNode.start(CLOCK, Map.of("DATABASE_URL", FreshDatabase.create(), "tollgate.roles", "api"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void givesEachRowToOneOfManyParallelClaims() {
        enqueue(3_000);
        Instant now = CLOCK.instant();

        List<OutboxRow> claimed = Flux.range(0, 20)
                .flatMap(_ -> relay.claim(now, now.plusSeconds(60)), 20)
                .flatMapIterable(batch -> batch)
                .collectList()
                .block();

        Set<UUID> distinct = new HashSet<>(claimed.stream().map(OutboxRow::id).toList());
        assertThat(distinct).hasSameSizeAs(claimed).hasSizeGreaterThan(2_000);
        relay.delete(claimed).block();
    }

    @Test
    void givesReleasedRowsAgainInTheirOldOrder() {
        enqueue(20);
        Instant now = CLOCK.instant();
        List<OutboxRow> first = claim(now);
        assertThat(claim(now)).isEmpty();

        relay.release(first.reversed()).block();

        assertThat(claim(now)).isEqualTo(first);
        relay.delete(first).block();
    }

    @Test
    void passesOverTheRowsOfOtherTopics() {
        enqueue(3);
        JobType<Probe> other = new JobType<>("other.run", "other", Probe.class);
        outbox.enqueue(other, "key", Probe.writing("other")).block();
        Instant now = CLOCK.instant();
        assertThat(relay.topics().block()).contains(ours, other.topic()).doesNotHaveDuplicates();

        List<OutboxRow> claimed = relay.claimOf(ours, now, now.plusSeconds(60)).block();
        List<OutboxRow> others =
                relay.claimOf(other.topic(), now, now.plusSeconds(60)).block();

        assertThat(claimed).extracting(OutboxRow::topic).hasSize(3).containsOnly(ours);
        assertThat(others).extracting(OutboxRow::topic).containsExactly(other.topic());
        relay.delete(claimed).then(relay.delete(others)).block();
        assertThat(relay.topics().block()).doesNotContain(other.topic());
    }

    /** Another relay has them in hand: that nothing can be had does not mean that there is nothing. */
    @Test
    void knowsOfRowsThatAnotherHolds() {
        enqueue(1);
        Instant now = CLOCK.instant();
        List<OutboxRow> held = relay.claimOf(ours, now, now.plusSeconds(60)).block();

        assertThat(relay.claimOf(ours, now, now.plusSeconds(60)).block()).isEmpty();
        assertThat(relay.waits(ours, now).block()).isTrue();
        assertThat(relay.waits(ours, now.minusSeconds(60)).block()).isFalse();
        relay.delete(held).block();
        assertThat(relay.waits(ours, now).block()).isFalse();
    }

    /** The worker may be faster than the relay: the job failed and came back before its first attempt was noted. */
    @Test
    void leavesARowAloneThatCameBackForAnotherAttempt() {
        enqueue(1);
        Instant now = CLOCK.instant();
        OutboxRow published = claim(now).getFirst();
        JobMessage job = new JobMessage(
                1,
                published.id(),
                published.type(),
                published.key(),
                1,
                now,
                null,
                node.bean(JsonMapper.class).readTree(published.payload()));
        node.bean(FailedJobs.class).retryAt(now, published.topic(), job).block();

        relay.sent(List.of(published), now.plusSeconds(60)).block();
        relay.delete(List.of(published)).block();

        List<OutboxRow> left = claim(now);
        assertThat(left)
                .singleElement()
                .satisfies(row -> assertThat(row.attempt()).isEqualTo(2));
        relay.delete(left).block();
    }

    @Test
    void comesAgainUnlessItIsDoneByThen() {
        enqueue(2);
        Instant now = CLOCK.instant();
        List<OutboxRow> published = claim(now);
        Instant again = now.plus(Duration.ofHours(24));

        relay.sent(published, again).block();

        assertThat(claim(again.minusSeconds(1))).isEmpty();
        done(published.getFirst()).block();
        List<OutboxRow> lost = claim(again);
        assertThat(lost).isEqualTo(published.subList(1, 2));
        relay.delete(lost).block();
    }

    /** Its worker is in the midst of its effects, for seconds maybe: all other jobs would wait for them. */
    @Test
    void doesNotWaitForAJobThatIsAlmostDone() {
        enqueue(2);
        Instant now = CLOCK.instant();
        List<OutboxRow> published = claim(now);
        Instant again = now.plus(Duration.ofHours(24));

        done(published.getFirst())
                .then(relay.sent(published, again)
                        .then(relay.release(published))
                        .then(relay.delete(published.subList(0, 1)))
                        .contextWrite(_ -> Context.empty()))
                .as(node.bean(TransactionalOperator.class)::transactional)
                .block(Duration.ofSeconds(20));

        List<OutboxRow> left = claim(again);
        assertThat(left).isEqualTo(published.subList(1, 2));
        relay.delete(left).block();
    }

    private static Mono<Boolean> done(OutboxRow row) {
        return node.bean(ProcessedJobs.class).mark(row.id(), row.type());
    }

    /** Of those, the tests' own: what a node promises itself when it starts comes at any time. */
    private List<OutboxRow> claim(Instant now) {
        return relay.claim(now, now.plusSeconds(60)).block().stream()
                .filter(row -> row.key().equals("key"))
                .toList();
    }

    private void enqueue(int count) {
        // At once: nobody looks meanwhile, and each would be a transaction.
        Flux.range(0, count)
                .concatMap(i -> outbox.enqueue(Probe.TYPE, "key", Probe.writing("probe-" + i)))
                .then()
                .as(node.bean(TransactionalOperator.class)::transactional)
                .block();
    }
}
