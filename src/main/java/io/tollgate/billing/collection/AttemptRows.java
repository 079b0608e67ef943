package io.tollgate.billing.collection;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.db.Columns;
import java.util.UUID;

/** How an attempt is read from a row. */
final class AttemptRows {

    static final String COLUMNS = """
            id, invoice_id, attempt, kind, provider, amount_cents, currency, status, payment_url, expires_at, reference,
            provider_payment_id, receipt_url, code, planned_at, polls, poll_at, asked_at, created_at, settled_at
            """;

    private AttemptRows() {}

    static Attempt toAttempt(Readable row) {
        return new Attempt(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "invoice_id", UUID.class),
                Columns.required(row, "attempt", Integer.class),
                Attempt.Kind.of(Columns.required(row, "kind", String.class)),
                Provider.of(Columns.required(row, "provider", String.class)),
                new Money(
                        Columns.required(row, "amount_cents", Long.class),
                        Columns.required(row, "currency", String.class)),
                AttemptStatus.of(Columns.required(row, "status", String.class)),
                row.get("payment_url", String.class),
                Columns.timeOrNull(row, "expires_at"),
                row.get("reference", String.class),
                row.get("provider_payment_id", String.class),
                row.get("receipt_url", String.class),
                row.get("code", String.class),
                Columns.time(row, "planned_at"),
                Columns.required(row, "polls", Integer.class),
                Columns.timeOrNull(row, "poll_at"),
                Columns.time(row, "asked_at"),
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "settled_at"));
    }
}
