package io.tollgate.admin.imports;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.time.Clock;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What an imported user has besides account and password. Joins the caller's transaction. */
@Repository
class ImportRepository {

    private final DatabaseClient db;
    private final Clock clock;

    ImportRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Mono<Void> fillProfile(OriginalUser original) {
        return db.sql("""
                        update profiles set first_name = left(:firstName, 100), last_name = left(:lastName, 100)
                        where user_id = :userId
                        """)
                .bind("userId", original.id())
                .bind("firstName", Parameters.in(R2dbcType.VARCHAR, original.firstName()))
                .bind("lastName", Parameters.in(R2dbcType.VARCHAR, original.lastName()))
                .then();
    }

    /** Subscriptions and payments of that customer, reconciliation brings from Stripe. */
    Mono<Void> insertCustomer(OriginalUser original) {
        return Mono.justOrEmpty(original.stripeCustomerId())
                .flatMap(customer -> db.sql("""
                                insert into stripe_customers (user_id, email, customer_id, created_at)
                                values (:userId, :email, :customerId, :now)
                                on conflict do nothing
                                """)
                        .bind("userId", original.id())
                        .bind("email", original.email())
                        .bind("customerId", customer)
                        .bind("now", clock.instant())
                        .then());
    }
}
