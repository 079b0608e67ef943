package io.tollgate.billing.stripe;

import io.tollgate.platform.jobs.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Takes events in, each once however often it is delivered, together with the promise to work on it: both in one statement,
 * which is its own transaction.
 */
@Repository
class StripeInbox {

    /** Stripe tries again for days, so a database that hangs had better be answered for quickly. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String INSERT = """
            insert into stripe_events (id, type, api_version, object_id, livemode, created_at, received_at, payload)
            values (:id, :type, :apiVersion, :objectId, :livemode, :createdAt, :receivedAt, cast(:payload as json))
            on conflict do nothing
            """;

    private final Outbox outbox;
    private final Clock clock;

    StripeInbox(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** True when the event is new. Ends after the commit. */
    Mono<Boolean> store(EventEnvelope event, byte[] payload) {
        StripeEventJob job = new StripeEventJob(event.id());
        return outbox.enqueueWith(
                        INSERT, insert -> bound(insert, event, payload), StripeEventJob.TYPE, event.about(), job)
                .timeout(PATIENCE);
    }

    private GenericExecuteSpec bound(GenericExecuteSpec insert, EventEnvelope event, byte[] payload) {
        Instant now = clock.instant();
        return insert.bind("id", event.id())
                .bind("type", event.type())
                .bind("apiVersion", Parameter.fromOrEmpty(event.apiVersion(), String.class))
                .bind("objectId", Parameter.fromOrEmpty(event.objectId(), String.class))
                .bind("livemode", event.livemode())
                .bind("createdAt", Objects.requireNonNullElse(event.createdAt(), now))
                .bind("receivedAt", now)
                .bind("payload", new String(payload, StandardCharsets.UTF_8));
    }
}
