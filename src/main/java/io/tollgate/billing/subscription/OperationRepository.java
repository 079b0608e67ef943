package io.tollgate.billing.subscription;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code subscription_operations}. */
@Repository
class OperationRepository {

    private static final String COLUMNS = """
            id, subscription_id, kind, plan_version_id, counted_from, credit, status, attempt, claimed_until, payment_url,
            created_at
            """;

    private static final String SELECT = "select " + COLUMNS + " from subscription_operations ";

    private final DatabaseClient db;
    private final Ids ids;
    private final Clock clock;

    OperationRepository(DatabaseClient db, Ids ids, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new intent. Empty while there is another one. */
    Mono<Operation> insert(OperationWish wish, Instant claimedUntil) {
        return db.sql("""
                        insert into subscription_operations (id, subscription_id, kind, plan_version_id, counted_from, credit,
                                                             status, claimed_until, created_at, updated_at)
                        values (:id, :subscriptionId, :kind, :versionId, :countedFrom, :credit, 'pending', :claimedUntil, :now,
                                :now)
                        on conflict do nothing
                        returning\s""" + COLUMNS)
                .bind("id", ids.next())
                .bind("subscriptionId", wish.subscriptionId())
                .bind("kind", wish.kind().value())
                .bind("versionId", Parameter.fromOrEmpty(wish.planVersionId(), UUID.class))
                .bind("countedFrom", Parameter.fromOrEmpty(wish.countedFrom(), Instant.class))
                .bind("credit", wish.credit())
                .bind("claimedUntil", claimedUntil)
                .bind("now", clock.instant())
                .map(OperationRepository::toOperation)
                .one();
    }

    /** The one that is not settled, locked until the transaction ends. */
    Mono<Operation> lockPending(UUID subscriptionId) {
        return db.sql(SELECT + "where subscription_id = :subscriptionId and status = 'pending' for update")
                .bind("subscriptionId", subscriptionId)
                .map(OperationRepository::toOperation)
                .one();
    }

    /** What is to come: a change that waits for the payer, a plan or a pause that waits for the end of the period. */
    Mono<Operation> ahead(UUID subscriptionId) {
        return db.sql(SELECT + "where subscription_id = :subscriptionId and status in ('waiting', 'planned')")
                .bind("subscriptionId", subscriptionId)
                .map(OperationRepository::toOperation)
                .one();
    }

    Mono<Operation> find(UUID id) {
        return db.sql(SELECT + "where id = :id")
                .bind("id", id)
                .map(OperationRepository::toOperation)
                .one();
    }

    /** Empty when it is settled, or somebody is at it. */
    Mono<Operation> claim(UUID id, Instant until) {
        return db.sql("""
                        update subscription_operations set claimed_until = :until, updated_at = :now
                        where id = :id and status = 'pending' and (claimed_until is null or claimed_until <= :now)
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("until", until)
                .bind("now", clock.instant())
                .map(OperationRepository::toOperation)
                .one();
    }

    /** Lets the next one try. @param answered Stripe has said that it failed and will say so again under the same key */
    Mono<Void> release(UUID id, boolean answered) {
        return db.sql("""
                        update subscription_operations
                        set claimed_until = null, attempt = attempt + :more, updated_at = :now
                        where id = :id and status = 'pending'
                        """)
                .bind("id", id)
                .bind("more", answered ? 1 : 0)
                .bind("now", clock.instant())
                .then();
    }

    /** False when it was settled before. */
    Mono<Boolean> settle(UUID id, Operation.Status status, @Nullable String reason, @Nullable String paymentUrl) {
        return db.sql("""
                        update subscription_operations
                        set status = :status, reason = :reason, payment_url = :url, claimed_until = null, updated_at = :now
                        where id = :id and status in ('pending', 'waiting', 'planned')
                        """)
                .bind("id", id)
                .bind("status", status.value())
                .bind("reason", Parameter.fromOrEmpty(reason, String.class))
                .bind("url", Parameter.fromOrEmpty(paymentUrl, String.class))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** What was to come does not come, because something else does. @param pauses whether that goes for a pause too */
    Mono<Void> dropAhead(UUID subscriptionId, UUID besides, boolean pauses, String reason) {
        return db.sql("""
                        update subscription_operations set status = 'dropped', reason = :reason, updated_at = :now
                        where subscription_id = :subscriptionId and status in ('waiting', 'planned') and id <> :besides
                          and (:pauses or kind <> 'pause')
                        """)
                .bind("subscriptionId", subscriptionId)
                .bind("besides", besides)
                .bind("pauses", pauses)
                .bind("reason", reason)
                .bind("now", clock.instant())
                .then();
    }

    private static Operation toOperation(Readable row) {
        return new Operation(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "subscription_id", UUID.class),
                Operation.Kind.valueOf(
                        Columns.required(row, "kind", String.class).toUpperCase(Locale.ROOT)),
                row.get("plan_version_id", UUID.class),
                Columns.timeOrNull(row, "counted_from"),
                Columns.required(row, "credit", Boolean.class),
                Operation.Status.valueOf(
                        Columns.required(row, "status", String.class).toUpperCase(Locale.ROOT)),
                Columns.required(row, "attempt", Integer.class),
                Columns.timeOrNull(row, "claimed_until"),
                row.get("payment_url", String.class),
                Columns.time(row, "created_at"));
    }
}
