package io.tollgate.billing.collection;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an attempt is read from a row. */
final class AttemptRows {

    static final String COLUMNS = """
            id, invoice_id, attempt, kind, provider, amount_cents, currency, status, payment_url, expires_at, reference,
            provider_payment_id, receipt_url, code, planned_at, polls, poll_at, asked_at, created_at, settled_at
            """;

    private AttemptRows() {}

    static Attempt toAttempt(Readable row) {
        return new Attempt(
                required(row, "id", UUID.class),
                required(row, "invoice_id", UUID.class),
                required(row, "attempt", Integer.class),
                Attempt.Kind.of(required(row, "kind", String.class)),
                Provider.of(required(row, "provider", String.class)),
                new Money(required(row, "amount_cents", Long.class), required(row, "currency", String.class)),
                AttemptStatus.of(required(row, "status", String.class)),
                row.get("payment_url", String.class),
                instant(row, "expires_at"),
                row.get("reference", String.class),
                row.get("provider_payment_id", String.class),
                row.get("receipt_url", String.class),
                row.get("code", String.class),
                required(row, "planned_at", OffsetDateTime.class).toInstant(),
                required(row, "polls", Integer.class),
                instant(row, "poll_at"),
                required(row, "asked_at", OffsetDateTime.class).toInstant(),
                required(row, "created_at", OffsetDateTime.class).toInstant(),
                instant(row, "settled_at"));
    }

    private static @Nullable Instant instant(Readable row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
