package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code checkouts}. */
@Repository
class CheckoutRepository {

    private static final String COLUMNS =
            "id, user_id, plan_version_id, status, session_id, url, expires_at, claimed_until, created_at, replaces";

    private final DatabaseClient db;
    private final Ids ids;
    private final Clock clock;

    CheckoutRepository(DatabaseClient db, Ids ids, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.clock = clock;
    }

    /** The page that is open or being made, locked until the transaction ends. */
    Mono<Checkout> lockCurrent(UUID userId) {
        return db.sql("select " + COLUMNS + """
                         from checkouts where user_id = :userId and status in ('creating', 'open') for update
                        """)
                .bind("userId", userId)
                .map(Checkout::from)
                .one();
    }

    /** A new intent. Empty when the user has a current one by now. */
    Mono<Checkout> insert(UUID userId, UUID planVersionId, @Nullable UUID replaces, Instant claimedUntil) {
        return db.sql("""
                        insert into checkouts (id, user_id, plan_version_id, status, claimed_until, replaces, created_at,
                                               updated_at)
                        values (:id, :userId, :versionId, 'creating', :claimedUntil, :replaces, :now, :now)
                        on conflict do nothing
                        returning\s""" + COLUMNS)
                .bind("id", ids.next())
                .bind("userId", userId)
                .bind("versionId", planVersionId)
                .bind("claimedUntil", claimedUntil)
                .bind("replaces", Parameter.fromOrEmpty(replaces, UUID.class))
                .bind("now", clock.instant())
                .map(Checkout::from)
                .one();
    }

    Mono<Void> claim(UUID id, Instant until) {
        return db.sql("update checkouts set claimed_until = :until, updated_at = :now where id = :id")
                .bind("id", id)
                .bind("until", until)
                .bind("now", clock.instant())
                .then();
    }

    /** Lets the next one try, under the same id and so the same idempotency key. */
    Mono<Void> release(UUID id) {
        return db.sql("update checkouts set claimed_until = null, updated_at = :now where id = :id")
                .bind("id", id)
                .bind("now", clock.instant())
                .then();
    }

    Mono<Void> opened(UUID id, StripeCheckoutSession session) {
        return db.sql("""
                        update checkouts
                        set status = 'open', session_id = :sessionId, url = :url, expires_at = :expiresAt,
                            claimed_until = null, updated_at = :now
                        where id = :id and status = 'creating'
                        """)
                .bind("id", id)
                .bind("sessionId", session.id())
                .bind("url", Parameter.fromOrEmpty(session.url(), String.class))
                .bind("expiresAt", session.expiresAt())
                .bind("now", clock.instant())
                .then();
    }

    Mono<Void> settle(UUID id, Checkout.Status status) {
        return settle("id = :id", id, null, status);
    }

    /** What Stripe says became of a page. A payment that failed after all stays failed, whatever is heard later. */
    Mono<Void> settle(String sessionId, Checkout.Status status) {
        return settle("session_id = :sessionId", null, sessionId, status);
    }

    private Mono<Void> settle(String which, @Nullable UUID id, @Nullable String sessionId, Checkout.Status status) {
        var statement = db.sql(
                "update checkouts set status = :status, claimed_until = null, updated_at = :now where " + which
                        + " and (status in ('creating', 'open', 'replacing') or status = 'completed' and :status = 'failed')");
        var bound = id == null ? statement.bind("sessionId", String.valueOf(sessionId)) : statement.bind("id", id);
        return bound.bind("status", status.name().toLowerCase(Locale.ROOT))
                .bind("now", clock.instant())
                .then();
    }

    /** Has the user's open page closed before anything else is done. */
    Mono<Void> replaceOpen(UUID userId) {
        return db.sql(
                        "update checkouts set status = 'replacing', updated_at = :now where user_id = :userId and status = 'open'")
                .bind("userId", userId)
                .bind("now", clock.instant())
                .then();
    }

    /** Pages that must be closed at Stripe before the user gets another. */
    Flux<Checkout> toReplace(UUID userId) {
        return db.sql("select " + COLUMNS + " from checkouts where user_id = :userId and status = 'replacing' limit 20")
                .bind("userId", userId)
                .map(Checkout::from)
                .all();
    }

    Mono<UUID> findUser(String sessionId) {
        return db.sql("select user_id from checkouts where session_id = :sessionId")
                .bind("sessionId", sessionId)
                .mapValue(UUID.class)
                .one();
    }
}
