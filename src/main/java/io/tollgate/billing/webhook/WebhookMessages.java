package io.tollgate.billing.webhook;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.jobs.Caused;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes messages, a delivery for each endpoint that wants one, and the promise to make it. */
@Repository
class WebhookMessages {

    private final DatabaseClient db;
    private final Outbox outbox;
    private final WebhookBody body;
    private final Ids ids;
    private final Clock clock;

    WebhookMessages(DatabaseClient db, Outbox outbox, WebhookBody body, Ids ids, Clock clock) {
        this.db = db;
        this.outbox = outbox;
        this.body = body;
        this.ids = ids;
        this.clock = clock;
    }

    private record Message(UUID id, WebhookNews news, String body) {}

    private record Address(UUID id, UUID messageId, UUID endpointId) {}

    Mono<Void> write(List<WebhookNews> news) {
        return Mono.defer(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<Message> messages = messages(news, now);
            return addresses(messages)
                    .flatMap(addresses -> addresses.isEmpty() ? Mono.empty() : write(messages, addresses, now));
        });
    }

    /** To this endpoint alone, whatever it listens to. Gives the delivery's id. */
    Mono<UUID> writeTo(UUID endpointId, WebhookNews news) {
        return Mono.defer(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Message message = messages(List.of(news), now).getFirst();
            Address address = new Address(ids.next(), message.id(), endpointId);
            return write(List.of(message), List.of(address), now).thenReturn(address.id());
        });
    }

    private List<Message> messages(List<WebhookNews> news, Instant now) {
        return news.stream()
                .map(one -> {
                    UUID id = ids.next();
                    return new Message(id, one, body.of(id, one, now));
                })
                .toList();
    }

    /** In one row: a hundred messages to fifty endpoints would be a danger to their connection. */
    private Mono<List<Address>> addresses(List<Message> messages) {
        return db.sql("""
                        select array_agg(m.id) as message_ids, array_agg(e.id) as endpoint_ids
                        from unnest(:ids, :types) as m (id, type)
                        join webhook_endpoints e on e.enabled and (e.event_types is null or m.type = any (e.event_types))
                        """)
                .bind("ids", column(messages, Message::id, UUID[]::new))
                .bind("types", types(messages))
                .map(this::addresses)
                .one();
    }

    private List<Address> addresses(Readable row) {
        UUID[] messageIds = row.get("message_ids", UUID[].class);
        UUID[] endpointIds = row.get("endpoint_ids", UUID[].class);
        if (messageIds == null || endpointIds == null) {
            return List.of();
        }
        return IntStream.range(0, messageIds.length)
                .mapToObj(i -> new Address(ids.next(), messageIds[i], endpointIds[i]))
                .toList();
    }

    private Mono<Void> write(List<Message> messages, List<Address> addresses, Instant now) {
        return insert(messages, addresses, now)
                .thenMany(Flux.fromIterable(addresses))
                .concatMap(this::promise)
                .collectList()
                .flatMap(promises -> deliver(addresses, promises, now));
    }

    private Mono<Caused> promise(Address address) {
        return outbox.caused(
                address.id().toString(),
                DeliveryOrder.TYPE,
                address.endpointId().toString(),
                new DeliveryOrder(address.id(), 1));
    }

    private Mono<Void> insert(List<Message> messages, List<Address> addresses, Instant now) {
        List<Message> addressed = messages.stream()
                .filter(message -> addresses.stream()
                        .anyMatch(address -> address.messageId().equals(message.id())))
                .toList();
        return db.sql("""
                        insert into webhook_messages (id, type, user_id, object_id, once_key, body, created_at)
                        select m.id, m.type, m.user_id, m.object_id, m.once_key, m.body, :now
                        from unnest(:ids, :types, :userIds, :objectIds, :keys, :bodies)
                            as m (id, type, user_id, object_id, once_key, body)
                        on conflict (once_key) do nothing
                        """)
                .bind("ids", column(addressed, Message::id, UUID[]::new))
                .bind("types", types(addressed))
                .bind("userIds", column(addressed, message -> message.news().userId(), UUID[]::new))
                .bind("objectIds", column(addressed, message -> message.news().objectId(), UUID[]::new))
                .bind("keys", column(addressed, message -> message.news().onceKey(), String[]::new))
                .bind("bodies", column(addressed, Message::body, String[]::new))
                .bind("now", now)
                .then();
    }

    /** What was told before is not told again. An endpoint that is deleted in this moment gets none, and the caller's change is none the worse for it. */
    private Mono<Void> deliver(List<Address> addresses, List<Caused> promises, Instant now) {
        return outbox.enqueueCaused(
                        """
                        insert into webhook_deliveries (id, message_id, endpoint_id, status, next_attempt_at, created_at)
                        select d.id, d.message_id, d.endpoint_id, 'pending', :now, :now
                        from unnest(:ids, :messageIds, :endpointIds) as d (id, message_id, endpoint_id)
                        join webhook_messages m on m.id = d.message_id
                        join webhook_endpoints e on e.id = d.endpoint_id
                        for key share of e
                        returning id::text as cause
                        """,
                        statement -> statement
                                .bind("ids", column(addresses, Address::id, UUID[]::new))
                                .bind("messageIds", column(addresses, Address::messageId, UUID[]::new))
                                .bind("endpointIds", column(addresses, Address::endpointId, UUID[]::new))
                                .bind("now", now),
                        promises)
                .then();
    }

    private static String[] types(List<Message> messages) {
        return column(messages, message -> message.news().type().value(), String[]::new);
    }

    private static <M, T extends @Nullable Object> T[] column(
            List<M> rows, Function<M, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
