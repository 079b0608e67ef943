package io.tollgate.platform.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.kafka.sender.KafkaSender;
import tools.jackson.core.JacksonException;

/**
 * Carries one batch of outbox rows to Kafka.
 *
 * <p>Claim, publish and note are three steps without a transaction round them. A node that dies in between leaves rows whose
 * lease runs out; they are published again and the mark of the finished job drops the second delivery. A row goes with that mark:
 * what Kafka has lost is published again a day later. Only what no handler here wants goes when Kafka has it.
 */
@Component
class Carrier {

    private final OutboxRows rows;
    private final FailedJobs failed;
    private final Publisher publisher;
    private final JobHandlers handlers;
    private final PausedTopics paused;
    private final JobMetrics metrics;
    private final QuietLog log;
    private final Duration lease;
    private final Duration resendAfter;
    private final Clock clock;

    Carrier(
            OutboxRows rows,
            FailedJobs failed,
            Publisher publisher,
            JobHandlers handlers,
            PausedTopics paused,
            JobMetrics metrics,
            QuietLog log,
            JobsProperties properties,
            Clock clock) {
        this.rows = rows;
        this.failed = failed;
        this.publisher = publisher;
        this.handlers = handlers;
        this.paused = paused;
        this.metrics = metrics;
        this.log = log;
        this.lease = properties.lease();
        this.resendAfter = properties.resendAfter();
        this.clock = clock;
    }

    /** The oldest rows of all topics. */
    Mono<Integer> carry(KafkaSender<String, byte[]> sender) {
        return carry(sender, now -> rows.claim(now, now.plus(lease)));
    }

    /** The oldest rows of one topic. */
    Mono<Integer> carry(KafkaSender<String, byte[]> sender, String topic) {
        return carry(sender, now -> rows.claimOf(topic, now, now.plus(lease)));
    }

    /**
     * How many rows there were. An error when Kafka did not take all of them, after the topics of those were paused.
     *
     * <p>Whatever goes wrong, and when the node stops amid it, rows that are still there are given back: as long as they stayed
     * leased, younger ones would go before them.
     */
    private Mono<Integer> carry(KafkaSender<String, byte[]> sender, Function<Instant, Mono<List<OutboxRow>>> claim) {
        return Mono.usingWhen(
                        Mono.defer(() -> claim.apply(clock.instant())),
                        claimed -> publish(sender, claimed),
                        _ -> Mono.empty(),
                        (claimed, _) -> rows.release(claimed),
                        rows::release)
                .flatMap(this::concluded);
    }

    private Mono<Published> publish(KafkaSender<String, byte[]> sender, List<OutboxRow> claimed) {
        return claimed.isEmpty()
                ? Mono.just(Published.NOTHING)
                : publisher.publish(sender, claimed).delayUntil(this::settle);
    }

    private Mono<Void> settle(Published published) {
        return note(published.taken())
                .doOnSuccess(_ -> metrics.published(published.taken().size()))
                .thenMany(Flux.fromIterable(published.refused().entrySet()))
                .concatMap(refused -> bury(refused.getKey(), refused.getValue()))
                .then(Mono.defer(() -> published.left().isEmpty() ? Mono.empty() : rows.release(published.left())));
    }

    private Mono<Void> note(Collection<OutboxRow> taken) {
        Map<Boolean, List<OutboxRow>> byOurs = taken.stream().collect(Collectors.partitioningBy(handlers::handles));
        List<OutboxRow> ours = Objects.requireNonNull(byOurs.get(true));
        List<OutboxRow> others = Objects.requireNonNull(byOurs.get(false));
        Mono<Void> sent =
                ours.isEmpty() ? Mono.empty() : rows.sent(ours, clock.instant().plus(resendAfter));
        return others.isEmpty() ? sent : sent.then(rows.delete(others));
    }

    /** What Kafka takes at no time would keep everything behind it from going, on every node. */
    private Mono<Void> bury(OutboxRow row, Throwable failure) {
        log.warn("unpublishable", "Job " + row.type() + " " + row.id() + " cannot be published and is dead", failure);
        metrics.finished(row.type(), JobMetrics.Outcome.DEAD, Duration.ZERO);
        return failed.bury(row, !(failure instanceof JacksonException), Failures.describe(failure));
    }

    /** Paused only now that its rows are free, or whoever tries it again would take younger ones before them. */
    private Mono<Integer> concluded(Published published) {
        if (published.left().isEmpty()) {
            return Mono.just(published.size());
        }
        paused.pause(published.byTopic().keySet());
        Throwable failure = published.failure();
        return Mono.error(failure == null ? new IllegalStateException("Kafka gave no answer") : failure);
    }
}
