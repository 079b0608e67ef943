package io.tollgate.billing.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How endpoints are: a circuit breaker in the database, so that all nodes leave alone what is broken. */
@Repository
class EndpointHealth {

    private final DatabaseClient db;
    private final WebhookProperties properties;

    EndpointHealth(DatabaseClient db, WebhookProperties properties) {
        this.db = db;
        this.properties = properties;
    }

    /** The rest is over: true for the one who tries whether the endpoint is well. The others wait for what comes of it. */
    Mono<Boolean> tryOut(Errand errand, Instant now, Duration patience) {
        Instant seen = errand.restsUntil();
        if (seen == null) {
            return Mono.just(true);
        }
        return db.sql("update webhook_endpoints set rests_until = :until where id = :id and rests_until = :seen")
                .bind("id", errand.endpointId())
                .bind("seen", seen)
                .bind("until", now.plus(patience))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Somebody who knows better wants it tried now. */
    Mono<Void> wake(UUID endpointId) {
        return db.sql("update webhook_endpoints set rests_until = null where id = :id and rests_until is not null")
                .bind("id", endpointId)
                .then();
    }

    /**
     * Nobody else changes it until the transaction ends. Whoever changes an endpoint and deliveries to it begins with the endpoint,
     * or two would wait for each other.
     */
    Mono<Void> hold(UUID endpointId) {
        return db.sql("select 1 from webhook_endpoints where id = :id for no key update")
                .bind("id", endpointId)
                .then();
    }

    Mono<Void> succeeded(Errand errand) {
        return db.sql("""
                        update webhook_endpoints set failures = 0, failing_since = null, rests_until = null
                        where id = :id and url = :url and failures > 0
                        """)
                .bind("id", errand.endpointId())
                .bind("url", errand.url())
                .then();
    }

    /**
     * Counts, and lets it rest after too many. Gives since when it has been failing; empty when it has moved meanwhile: the old
     * place's answer says nothing of the new one. Of days on which it was not asked, nobody knows how it was, and so they do not
     * count, but those before them do: two are more than the longest wait between two tries.
     */
    Mono<Instant> failed(Errand errand, Instant now) {
        return db.sql("""
                        update webhook_endpoints
                        set failures = failures + 1, last_failed_at = :now,
                            failing_since = case
                                when failing_since is null or last_failed_at is null then :now
                                when last_failed_at > :now - interval '2 days' then failing_since
                                else failing_since + (:now - last_failed_at) end,
                            rests_until = case when failures + 1 >= :most then
                                :now + least(:first * power(2, least(failures + 1 - :most, 20)), :longest)
                                       * interval '1 second' end
                        where id = :id and url = :url
                        returning failing_since
                        """)
                .bind("id", errand.endpointId())
                .bind("url", errand.url())
                .bind("now", now)
                .bind("most", properties.failuresBeforeRest())
                .bind("first", properties.firstRest().toSeconds())
                .bind("longest", properties.longestRest().toSeconds())
                .map(row -> Objects.requireNonNull(row.get("failing_since", OffsetDateTime.class))
                        .toInstant())
                .one();
    }
}
