package io.tollgate.platform.resealing;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.resealing.SealedRows.Fresh;
import io.tollgate.platform.resealing.SealedRows.Row;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.secret.SecretKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Seals with the current secret what was sealed with another: each column by jobs of its own, in statements that lock a few rows
 * each. Any node may do it, and several at once: a value that changed meanwhile is left to the next round. While a deployment has
 * nodes with either secret as the current one, they undo each other's work; that harms nothing, as both read both.
 */
@Component
class Resealing implements JobHandler<Resealing.Order> {

    static final JobType<Order> TYPE = new JobType<>("maintenance.reseal", "maintenance", Order.class);

    private static final Logger log = LoggerFactory.getLogger(Resealing.class);
    private static final int BATCH = 200;
    private static final int BATCHES = 50;

    /** Of rows that cannot be read, so many are named. */
    private static final int TOLD = 10;

    private final List<Sealed> places;
    private final SealedRows rows;
    private final Encryption encryption;
    private final SecretKeys keys;
    private final Outbox outbox;

    Resealing(List<Sealed> places, SealedRows rows, Encryption encryption, SecretKeys keys, Outbox outbox) {
        this.places = places;
        this.rows = rows;
        this.encryption = encryption;
        this.keys = keys;
        this.outbox = outbox;
    }

    /**
     * @param column null: all, for each of which a job is made
     * @param from the id at which the job before this one stopped
     */
    record Order(@Nullable String column, @Nullable String from) {

        static final Order ALL = new Order(null, null);
    }

    /** @param last id of the batch; null when there is nothing after it */
    private record Batch(@Nullable String last) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    /** With one secret there is nothing to do. */
    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        if (!keys.severalGiven()) {
            return Mono.empty();
        }
        return order.column() == null
                ? run.once(Flux.fromIterable(places)
                        .concatMap(place -> outbox.enqueue(TYPE, place.name(), new Order(place.name(), null)))
                        .then())
                : Flux.fromIterable(places)
                        .filter(place -> place.name().equals(order.column()))
                        .concatMap(place -> some(place, order.from()))
                        .then();
    }

    /** As many batches as a job has time for; the next job goes on where it stops. */
    private Mono<Void> some(Sealed place, @Nullable String from) {
        return batch(place, from)
                .expand(done -> done.last() == null ? Mono.empty() : batch(place, done.last()))
                .take(BATCHES)
                .last()
                .flatMap(done -> done.last() == null
                        ? Mono.empty()
                        : outbox.enqueue(TYPE, place.name(), new Order(place.name(), done.last())));
    }

    private Mono<Batch> batch(Sealed place, @Nullable String from) {
        return rows.outdated(place, from, BATCH)
                .flatMap(found -> rows.replace(place, sealedAnew(place, found))
                        .map(_ -> new Batch(
                                found.size() < BATCH ? null : found.getLast().id())));
    }

    /** What cannot be read stays as it is: its key may still turn up. */
    private List<Fresh> sealedAnew(Sealed place, List<Row> found) {
        List<Fresh> fresh = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Row row : found) {
            encryption
                    .tryDecrypt(place, row.id(), row.stored())
                    .map(text -> new Fresh(row, encryption.encrypt(place, row.id(), text)))
                    .ifPresentOrElse(fresh::add, () -> unreadable.add(row.id()));
        }
        if (!unreadable.isEmpty()) {
            log.error(
                    "{} values of {} cannot be decrypted with TOLLGATE_SECRET_KEY or any of TOLLGATE_SECRET_KEY_PREVIOUS: {}",
                    unreadable.size(),
                    place.name(),
                    unreadable.stream().limit(TOLD).collect(Collectors.joining(", ", "rows ", "")));
        }
        return fresh;
    }
}
