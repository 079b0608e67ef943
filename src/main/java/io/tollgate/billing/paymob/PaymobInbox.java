package io.tollgate.billing.paymob;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.platform.jobs.Caused;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes callbacks in, each state of a transaction once however often it is delivered, together with the promise to work on it.
 * Of a callback only the transaction is kept, for whoever looks into it; the payer's name, address and telephone are not.
 */
@Repository
class PaymobInbox {

    /** Paymob tries again later, so a database that hangs had better be answered for quickly. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String INSERT = """
            insert into paymob_callbacks (id, transaction_id, hmac, transaction, received_at)
            values (:id, :transactionId, :hmac, :transaction, :now)
            on conflict (transaction_id, hmac) do nothing
            returning id::text as cause
            """;

    private final DatabaseClient db;
    private final Outbox outbox;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    PaymobInbox(DatabaseClient db, Outbox outbox, JsonMapper json, Ids ids, Clock clock) {
        this.db = db;
        this.outbox = outbox;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * True when it is new. Ends after the commit.
     *
     * @param hmac tells two states of one transaction apart, but for how much was refunded of it: that each refund tells, which is a
     *     transaction of its own
     */
    Mono<Boolean> store(PaymobTransaction transaction, byte[] hmac) {
        UUID id = ids.next();
        String about = Long.toString(transaction.orderId());
        return outbox.caused(id.toString(), PaymobCallback.TYPE, about, new PaymobCallback(id, transaction.id()))
                .flatMap(promise -> insert(id, transaction, hmac, promise))
                .timeout(PATIENCE);
    }

    private Mono<Boolean> insert(UUID id, PaymobTransaction transaction, byte[] hmac, Caused promise) {
        Json kept = Json.of(json.writeValueAsString(transaction));
        return outbox.enqueueCaused(
                        INSERT,
                        insert -> insert.bind("id", id)
                                .bind("transactionId", transaction.id())
                                .bind("hmac", hmac)
                                .bind("transaction", kept)
                                .bind("now", clock.instant()),
                        List.of(promise))
                .map(made -> !made.isEmpty());
    }

    /** Which transaction a callback was about. */
    Mono<Long> transactionOf(UUID id) {
        return db.sql("select transaction_id from paymob_callbacks where id = :id")
                .bind("id", id)
                .mapValue(Long.class)
                .one();
    }
}
