package io.tollgate.billing.webhook;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.PageRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code webhook_endpoints}. */
@Repository
class EndpointRepository {

    private static final String COLUMNS = """
            id, url, description, event_types, enabled, disabled_reason, disabled_at, previous_secret_until, failing_since,
            created_at, updated_at
            """;

    private final DatabaseClient db;
    private final Clock clock;

    EndpointRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Mono<List<Endpoint>> list(PageRequest page) {
        return db.sql("select " + COLUMNS
                        + " from webhook_endpoints order by created_at desc, id desc limit :limit offset :offset")
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map(EndpointRepository::toEndpoint)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return db.sql("select count(*) from webhook_endpoints")
                .mapValue(Long.class)
                .one();
    }

    Mono<Endpoint> find(UUID id) {
        return db.sql("select " + COLUMNS + " from webhook_endpoints where id = :id")
                .bind("id", id)
                .map(EndpointRepository::toEndpoint)
                .one();
    }

    /** As it is until the transaction ends. */
    Mono<Endpoint> lock(UUID id) {
        return db.sql("select " + COLUMNS + " from webhook_endpoints where id = :id for no key update")
                .bind("id", id)
                .map(EndpointRepository::toEndpoint)
                .one();
    }

    /** Empty when there are as many as there may be. */
    Mono<Endpoint> insert(UUID id, EndpointRequest wanted, byte[] secret, int most) {
        return bindTypes(db.sql("""
                                insert into webhook_endpoints (id, url, description, event_types, enabled, secret,
                                                               created_at, updated_at)
                                select :id, :url, :description, :types, true, :secret, :now, :now
                                where (select count(*) from webhook_endpoints) < :most
                                returning\s""" + COLUMNS), wanted.eventTypes())
                .bind("id", id)
                .bind("url", wanted.url())
                .bind("description", wanted.description() == null ? "" : wanted.description())
                .bind("secret", secret)
                .bind("most", most)
                .bind("now", clock.instant())
                .map(EndpointRepository::toEndpoint)
                .one();
    }

    /** Writes what may be changed. One that is enabled again, or is elsewhere now, begins with a clean sheet. */
    Mono<Endpoint> update(Endpoint changed) {
        return bindTypes(db.sql("""
                                update webhook_endpoints
                                set url = :url, description = :description, event_types = :types, enabled = :enabled,
                                    disabled_at = case when :enabled then null else coalesce(disabled_at, :now) end,
                                    disabled_reason = case when :enabled then null
                                                           else coalesce(disabled_reason, 'admin') end,
                                    failures = case when url <> :url or :enabled > enabled then 0 else failures end,
                                    failing_since = case when url <> :url or :enabled > enabled then null else failing_since end,
                                    rests_until = case when url <> :url or :enabled > enabled then null else rests_until end,
                                    updated_at = :now
                                where id = :id
                                returning\s""" + COLUMNS), changed.eventTypes())
                .bind("id", changed.id())
                .bind("url", changed.url())
                .bind("description", changed.description())
                .bind("enabled", changed.enabled())
                .bind("now", clock.instant())
                .map(EndpointRepository::toEndpoint)
                .one();
    }

    /** The secret that signs now goes on signing until then; the one before it does not. */
    Mono<Endpoint> rotate(UUID id, byte[] secret, Instant previousUntil) {
        return db.sql("""
                        update webhook_endpoints
                        set previous_secret = secret, previous_secret_until = :until, secret = :secret, updated_at = :now
                        where id = :id
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("secret", secret)
                .bind("until", previousUntil)
                .bind("now", clock.instant())
                .map(EndpointRepository::toEndpoint)
                .one();
    }

    /** Empty when it is disabled already. */
    Mono<Endpoint> disable(UUID id, DisabledReason reason) {
        return db.sql("""
                        update webhook_endpoints
                        set enabled = false, disabled_at = :now, disabled_reason = :reason, updated_at = :now
                        where id = :id and enabled
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("reason", reason.value())
                .bind("now", clock.instant())
                .map(EndpointRepository::toEndpoint)
                .one();
    }

    Mono<Void> abandonWaiting(UUID id) {
        return db.sql("""
                        update webhook_deliveries
                        set status = 'failed', next_attempt_at = null,
                            last_error = coalesce(last_error, 'The endpoint is disabled')
                        where endpoint_id = :id and status = 'pending'
                        """).bind("id", id).then();
    }

    /** With its deliveries. */
    Mono<Boolean> delete(UUID id) {
        return db.sql("delete from webhook_endpoints where id = :id")
                .bind("id", id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static GenericExecuteSpec bindTypes(GenericExecuteSpec statement, @Nullable List<WebhookType> types) {
        String[] names = types == null
                ? null
                : types.stream().map(WebhookType::value).distinct().toArray(String[]::new);
        return statement.bind("types", Parameter.fromOrEmpty(names, String[].class));
    }

    private static Endpoint toEndpoint(Readable row) {
        String[] types = row.get("event_types", String[].class);
        String reason = row.get("disabled_reason", String.class);
        return new Endpoint(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "url", String.class),
                Columns.required(row, "description", String.class),
                types == null
                        ? null
                        : Stream.of(types).flatMap(WebhookType::known).toList(),
                Columns.required(row, "enabled", Boolean.class),
                reason == null ? null : DisabledReason.of(reason),
                Columns.timeOrNull(row, "disabled_at"),
                Columns.timeOrNull(row, "previous_secret_until"),
                Columns.timeOrNull(row, "failing_since"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
