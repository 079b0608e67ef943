package io.tollgate.billing.stripe;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets the events of one customer take effect one after the other, on whichever nodes they run. Held until the transaction
 * round it ends.
 */
@Component
public class CustomerLock {

    private final DatabaseClient db;

    CustomerLock(DatabaseClient db) {
        this.db = db;
    }

    /** Waits for the lock. Wants a transaction round it; without one it holds nothing. */
    public Mono<Void> acquire(String customerId) {
        // Two keys: the first keeps customers apart from other users of advisory locks.
        return db.sql("select pg_advisory_xact_lock(hashtext('stripe.customer'), hashtext(:customer))")
                .bind("customer", customerId)
                .then();
    }
}
