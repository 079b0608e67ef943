package io.tollgate.billing.webhook;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Which events anybody wants to hear of, as this node last read it: thousands of invoices a second must not ask for each. An
 * endpoint that is made counts at once on the node that makes it, on the others within a second.
 */
@Component
class Listening {

    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String ALL = "*";

    private final DatabaseClient db;

    /** Grows with each change here, so that a reading from before it is not kept. */
    private final AtomicLong changes = new AtomicLong();

    private volatile @Nullable Reading latest;

    Listening(DatabaseClient db) {
        this.db = db;
    }

    private record Reading(Set<String> types, long change, long nanos) {

        boolean has(WebhookType type) {
            return types.contains(ALL) || types.contains(type.value());
        }
    }

    Mono<List<WebhookNews>> wanted(List<WebhookNews> news) {
        return reading()
                .map(reading ->
                        news.stream().filter(one -> reading.has(one.type())).toList());
    }

    Mono<Boolean> wants(WebhookType type) {
        return reading().map(reading -> reading.has(type));
    }

    /** To be called when a change of endpoints is committed. */
    void forget() {
        changes.incrementAndGet();
        latest = null;
    }

    private Mono<Reading> reading() {
        return Mono.defer(() -> {
            Reading known = latest;
            return known != null && System.nanoTime() - known.nanos() < KEPT_NANOS ? Mono.just(known) : read();
        });
    }

    private Mono<Reading> read() {
        long change = changes.get();
        long nanos = System.nanoTime();
        return db.sql("""
                        select coalesce(array_agg(distinct type), '{}') as types
                        from webhook_endpoints, unnest(coalesce(event_types, array['*'])) as type
                        where enabled
                        """)
                .map(row -> Objects.requireNonNull(row.get("types", String[].class)))
                .one()
                .map(types -> new Reading(Arrays.stream(types).collect(Collectors.toUnmodifiableSet()), change, nanos))
                .doOnNext(this::keep);
    }

    private void keep(Reading reading) {
        if (reading.change() == changes.get()) {
            latest = reading;
        }
    }
}
