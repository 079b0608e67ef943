package io.tollgate.billing.subscription;

import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;

/** Who the user is at Stripe, and what Stripe was told. */
@Repository
class CustomerData implements PersonalData {

    private final DatabaseClient db;

    CustomerData(DatabaseClient db) {
        this.db = db;
    }

    record Line(@Nullable String customerId, String email, Instant createdAt) {}

    @Override
    public String section() {
        return "stripe_customers";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return db.sql("select customer_id, email, created_at from stripe_customers where user_id = :userId")
                .bind("userId", userId)
                .map(row -> new Line(
                        row.get("customer_id", String.class),
                        Objects.requireNonNull(row.get("email", String.class)),
                        Objects.requireNonNull(row.get("created_at", OffsetDateTime.class))
                                .toInstant()))
                .all();
    }
}
