package io.tollgate.billing.stripe;

import io.tollgate.platform.db.GroupCommit;
import io.tollgate.platform.jobs.Caused;
import io.tollgate.platform.jobs.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Takes events in, each once however often it is delivered, together with the promise to work on it: both in one statement,
 * which is its own transaction and which events that come at the same time share.
 */
@Repository
class StripeInbox {

    /** Stripe tries again for days, so a database that hangs had better be answered for quickly. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** One that commits and one that is being made. */
    private static final int STATEMENTS = 2;

    private static final String INSERT = """
            insert into stripe_events (id, type, api_version, object_id, livemode, created_at, received_at, payload)
            select e.id, e.type, e.api_version, e.object_id, cast(e.livemode as boolean), cast(e.created_at as timestamptz),
                   :receivedAt, cast(e.payload as json)
            from unnest(:ids, :types, :apiVersions, :objectIds, :livemodes, :createdAt, :payloads)
                as e (id, type, api_version, object_id, livemode, created_at, payload)
            -- Two statements that take the same events in another order would wait for each other.
            order by e.id
            on conflict do nothing
            returning id as cause
            """;

    private final Outbox outbox;
    private final Clock clock;
    private final GroupCommit<Arrival, String, Boolean> together;

    StripeInbox(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
        this.together = new GroupCommit<>(STATEMENTS, PATIENCE, Arrival::id, this::insert);
    }

    /** True when the event is new. Ends after the commit. */
    Mono<Boolean> store(EventEnvelope event, byte[] payload) {
        StripeEventJob job = new StripeEventJob(event.id());
        return outbox.caused(event.id(), StripeEventJob.TYPE, event.about(), job)
                .map(promise -> new Arrival(event, new String(payload, StandardCharsets.UTF_8), promise))
                .flatMap(together::submit)
                .defaultIfEmpty(false);
    }

    private Mono<Map<String, Boolean>> insert(List<Arrival> arrivals) {
        List<Caused> promises = arrivals.stream().map(Arrival::promise).toList();
        return outbox.enqueueCaused(INSERT, insert -> bound(insert, arrivals, clock.instant()), promises)
                .map(causes -> causes.stream().collect(Collectors.toMap(Function.identity(), _ -> true)));
    }

    private static GenericExecuteSpec bound(GenericExecuteSpec insert, List<Arrival> arrivals, Instant now) {
        return insert.bind("ids", texts(arrivals, EventEnvelope::id))
                .bind("types", texts(arrivals, EventEnvelope::type))
                .bind("apiVersions", texts(arrivals, EventEnvelope::apiVersion))
                .bind("objectIds", texts(arrivals, EventEnvelope::objectId))
                .bind("livemodes", texts(arrivals, event -> Boolean.toString(event.livemode())))
                .bind("createdAt", texts(arrivals, event -> createdAt(event, now)))
                .bind("receivedAt", now)
                .bind("payloads", arrivals.stream().map(Arrival::payload).toArray(String[]::new));
    }

    private static String createdAt(EventEnvelope event, Instant now) {
        return Objects.requireNonNullElse(event.createdAt(), now).toString();
    }

    private static @Nullable String[] texts(List<Arrival> arrivals, Function<EventEnvelope, @Nullable String> value) {
        return arrivals.stream().map(Arrival::event).map(value).toArray(String[]::new);
    }

    private record Arrival(EventEnvelope event, String payload, Caused promise) {

        String id() {
            return event.id();
        }
    }
}
