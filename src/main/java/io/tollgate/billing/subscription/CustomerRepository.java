package io.tollgate.billing.subscription;

import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code stripe_customers}: which customer of Stripe's a user is. */
@Repository
class CustomerRepository {

    private final DatabaseClient db;
    private final Clock clock;

    CustomerRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Mono<String> findCustomer(UUID userId) {
        return db.sql("select customer_id from stripe_customers where user_id = :userId and customer_id is not null")
                .bind("userId", userId)
                .mapValue(String.class)
                .one();
    }

    Mono<UUID> findUser(String customerId) {
        return db.sql("select user_id from stripe_customers where customer_id = :customerId")
                .bind("customerId", customerId)
                .mapValue(UUID.class)
                .one();
    }

    /**
     * How Stripe is asked for the customer, now and each time until there is an answer.
     *
     * @param attempt grows when Stripe has answered that it failed
     */
    record Intent(String email, int attempt) {}

    Mono<Intent> settleIntent(UUID userId, String email) {
        return db.sql("""
                        insert into stripe_customers (user_id, email, created_at) values (:userId, :email, :now)
                        on conflict (user_id) do update set email = stripe_customers.email
                        returning email, attempt
                        """)
                .bind("userId", userId)
                .bind("email", email)
                .bind("now", clock.instant())
                .map(row -> new Intent(
                        Objects.requireNonNull(row.get("email", String.class)),
                        Objects.requireNonNull(row.get("attempt", Integer.class))))
                .one();
    }

    /** Of an erased user only Stripe's id stays, for payments that are kept refer to it there. */
    Mono<Void> redact(UUID userId) {
        return db.sql("update stripe_customers set email = '' where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    Mono<Void> nextAttempt(UUID userId, int after) {
        return db.sql("update stripe_customers set attempt = :after + 1 where user_id = :userId and attempt = :after")
                .bind("userId", userId)
                .bind("after", after)
                .then();
    }

    /** Stripe does not take this address: the next time the user's present one is tried. */
    Mono<Void> retake(UUID userId, Intent refused, String email) {
        return db.sql("""
                        update stripe_customers set email = :email, attempt = attempt + 1
                        where user_id = :userId and customer_id is null and attempt = :attempt and email <> :email
                        """)
                .bind("userId", userId)
                .bind("attempt", refused.attempt())
                .bind("email", email)
                .then();
    }

    Mono<Void> recordCustomer(UUID userId, String customerId) {
        return db.sql("update stripe_customers set customer_id = :customerId where user_id = :userId")
                .bind("userId", userId)
                .bind("customerId", customerId)
                .then();
    }

    /** The next time another customer is made. Of an erased user the id stays, as payments that are kept refer to it. */
    Mono<Void> forget(String customerId) {
        return db.sql("""
                        update stripe_customers c set customer_id = null, email = u.email_display, attempt = attempt + 1
                        from users u
                        where u.id = c.user_id and u.erased_at is null and c.customer_id = :customerId
                        """).bind("customerId", customerId).then();
    }
}
