package io.tollgate.billing.engine;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.platform.db.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Under which versions of plans a subscription was between two moments, read from {@code subscription_history}. */
@Repository
class StripePieces {

    private static final TypeReference<List<Begin>> BEGINS = new TypeReference<>() {};

    /** What was planned for the end of a period is noted when Stripe tells of it, a little later. */
    private static final Duration NOTICED = Duration.ofHours(1);

    private final DatabaseClient db;
    private final JsonMapper json;

    StripePieces(DatabaseClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** @param from with {@code to} half-open */
    record Piece(UUID versionId, Instant from, Instant to) {}

    /** Side by side, from the first moment to the second; none when there is nothing between them. */
    Mono<List<Piece>> of(Subscription subscription, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return Mono.just(List.of());
        }
        // One row, however often it changed.
        return db.sql("""
                        select coalesce(jsonb_agg(jsonb_build_object('version_id', plan_version_id, 'at', greatest(since, :from))
                                                  order by since), '[]') as begins
                        from subscription_history
                        where subscription_id = :id and since < :to and (until is null or until > :from)
                        """)
                .bind("id", subscription.id())
                .bind("from", from)
                .bind("to", to)
                .map(this::toBegins)
                .one()
                .map(begins -> pieces(begins, subscription, from, to));
    }

    private record Begin(UUID versionId, Instant at) {}

    private static List<Piece> pieces(List<Begin> begins, Subscription subscription, Instant from, Instant to) {
        UUID version = begins.isEmpty()
                ? subscription.planVersionId()
                : begins.getFirst().versionId();
        List<Piece> pieces = new ArrayList<>();
        Instant since = from;
        for (Begin begin : begins) {
            if (begin.at().isAfter(from.plus(NOTICED)) && !begin.versionId().equals(version)) {
                pieces.add(new Piece(version, since, begin.at()));
                since = begin.at();
            }
            version = begin.versionId();
        }
        pieces.add(new Piece(version, since, to));
        return pieces;
    }

    private List<Begin> toBegins(Readable row) {
        return json.readValue(Columns.required(row, "begins", Json.class).asArray(), BEGINS);
    }
}
