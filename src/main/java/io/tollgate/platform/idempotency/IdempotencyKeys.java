package io.tollgate.platform.idempotency;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code idempotency_keys}. */
@Repository
class IdempotencyKeys {

    /** How long an answer is replayed. */
    static final Duration KEPT = Duration.ofHours(24);

    /** How long a request may be worked on before it counts as crashed and may be tried again. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};

    private final DatabaseClient db;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    IdempotencyKeys(DatabaseClient db, JsonMapper json, Ids ids, Clock clock) {
        this.db = db;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<Claim> claim(KeyedRequest request) {
        return take(request)
                .switchIfEmpty(Mono.defer(() -> existing(request)))
                // Set free between the two statements.
                .switchIfEmpty(Mono.defer(() -> take(request)))
                .switchIfEmpty(Mono.fromSupplier(Claim.InUse::new));
    }

    /** Keeps the answer, unless the lease has passed to another attempt. */
    Mono<Void> store(KeyedRequest request, UUID attemptId, Answer answer) {
        return db.sql("""
                        update idempotency_keys set status = :status, headers = :headers, body = :body
                        where caller = :caller and key = :key and attempt_id = :attemptId
                        """)
                .bind("status", answer.status())
                .bind("headers", Json.of(json.writeValueAsBytes(answer.headers())))
                .bind("body", answer.body())
                .bind("caller", request.caller())
                .bind("key", request.key())
                .bind("attemptId", attemptId)
                .then();
    }

    /** Joins the transaction of the effect. False when another attempt has taken over. */
    Mono<Boolean> done(KeyedRequest request, UUID attemptId) {
        return db.sql("""
                        update idempotency_keys set done = true
                        where caller = :caller and key = :key and attempt_id = :attemptId
                        """)
                .bind("caller", request.caller())
                .bind("key", request.key())
                .bind("attemptId", attemptId)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Unless the work is done. */
    Mono<Void> release(KeyedRequest request, UUID attemptId) {
        return db.sql("""
                        delete from idempotency_keys
                        where caller = :caller and key = :key and attempt_id = :attemptId and status is null and not done
                        """)
                .bind("caller", request.caller())
                .bind("key", request.key())
                .bind("attemptId", attemptId)
                .then();
    }

    private Mono<Claim> take(KeyedRequest request) {
        UUID attemptId = ids.next();
        Instant now = clock.instant();
        return db.sql("""
                        insert into idempotency_keys as k (caller, key, fingerprint, attempt_id, locked_until, created_at)
                        values (:caller, :key, :fingerprint, :attemptId, :lockedUntil, :now)
                        on conflict (caller, key) do update set
                            fingerprint = excluded.fingerprint, attempt_id = excluded.attempt_id,
                            locked_until = excluded.locked_until, created_at = excluded.created_at,
                            status = null, headers = null, body = null, done = false
                        where k.created_at <= :expired
                           or k.status is null and not k.done and k.locked_until <= :now and encode(k.fingerprint, 'hex') = any(:fingerprints)
                        returning attempt_id
                        """)
                .bind("caller", request.caller())
                .bind("key", request.key())
                .bind("fingerprint", request.fingerprint())
                .bind("fingerprints", request.fingerprintsInHex())
                .bind("attemptId", attemptId)
                .bind("lockedUntil", now.plus(LEASE))
                .bind("now", now)
                .bind("expired", now.minus(KEPT))
                .map(row -> (Claim) new Claim.Granted(attemptId))
                .one();
    }

    private Mono<Claim> existing(KeyedRequest request) {
        return db.sql("""
                        select fingerprint, status, headers, body, done and locked_until <= :now as lost
                        from idempotency_keys
                        where caller = :caller and key = :key
                        """)
                .bind("caller", request.caller())
                .bind("key", request.key())
                .bind("now", clock.instant())
                .map(row -> toClaim(request, row))
                .one();
    }

    private Claim toClaim(KeyedRequest request, Readable row) {
        if (!request.is(Columns.required(row, "fingerprint", byte[].class))) {
            return new Claim.Reused();
        }
        Integer status = row.get("status", Integer.class);
        if (status != null) {
            return new Claim.Answered(toAnswer(status, row));
        }
        return Columns.required(row, "lost", Boolean.class) ? new Claim.Lost() : new Claim.InUse();
    }

    private Answer toAnswer(int status, Readable row) {
        Json headers = Objects.requireNonNull(row.get("headers", Json.class));
        byte[] body = Objects.requireNonNull(row.get("body", byte[].class));
        return new Answer(status, json.readValue(headers.asArray(), HEADERS), body);
    }
}
