package io.tollgate.billing.invoice;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How invoices and their lines are read from rows, and written as JSON rows that the database takes apart. */
@Component
class InvoiceRows {

    private static final TypeReference<List<AppliedDiscount>> DISCOUNTS = new TypeReference<>() {};
    private static final TypeReference<List<AppliedTax>> TAXES = new TypeReference<>() {};

    private final JsonMapper json;

    InvoiceRows(JsonMapper json) {
        this.json = json;
    }

    /** For {@code jsonb_populate_recordset}: the names of the fields are those of the columns. */
    Json json(List<?> rows) {
        return Json.of(json.writeValueAsBytes(rows));
    }

    <T> T read(Readable row, String column, TypeReference<T> type) {
        return json.readValue(required(row, column, Json.class).asArray(), type);
    }

    Invoice invoice(Readable row) {
        return new Invoice(
                required(row, "id", UUID.class),
                required(row, "user_id", UUID.class),
                row.get("subscription_id", UUID.class),
                row.get("corrects", UUID.class),
                InvoiceKind.of(required(row, "kind", String.class)),
                required(row, "provider", String.class),
                required(row, "series", String.class),
                number(row, "sequence"),
                required(row, "number", String.class),
                required(row, "currency", String.class),
                moment(row, "period_start"),
                moment(row, "period_end"),
                number(row, "usage_sequence"),
                party(row, "seller"),
                party(row, "buyer"),
                required(row, "time_zone", String.class),
                row.get("memo", String.class),
                required(row, "line_count", Integer.class),
                number(row, "subtotal"),
                number(row, "discount"),
                number(row, "tax"),
                number(row, "total"),
                read(row, "discounts", DISCOUNTS),
                read(row, "taxes", TAXES),
                number(row, "credit_applied"),
                number(row, "wallet_applied"),
                number(row, "carried_in"),
                number(row, "carried_out"),
                number(row, "credit_created"),
                number(row, "amount_due"),
                moment(row, "issued_at"),
                moment(row, "due_at"),
                moment(row, "created_at"),
                InvoiceStatus.of(required(row, "status", String.class)),
                number(row, "amount_paid"),
                number(row, "amount_credited"),
                number(row, "credited_net"),
                number(row, "credited_tax"),
                number(row, "amount_refunded"),
                number(row, "written_off"),
                instant(row, "paid_at"),
                instant(row, "voided_at"),
                instant(row, "uncollectible_at"));
    }

    static InvoiceLine line(Readable row) {
        return new InvoiceLine(
                required(row, "invoice_id", UUID.class),
                required(row, "position", Integer.class),
                required(row, "kind", String.class),
                required(row, "description", String.class),
                row.get("charge_id", UUID.class),
                row.get("metric", String.class),
                row.get("plan", String.class),
                moment(row, "period_start"),
                moment(row, "period_end"),
                row.get("tier", Integer.class),
                decimal(row, "quantity"),
                decimal(row, "unit_price"),
                decimal(row, "flat_price"),
                number(row, "amount"),
                number(row, "discount"));
    }

    private Party party(Readable row, String column) {
        return json.readValue(required(row, column, Json.class).asArray(), Party.class);
    }

    /** Without the zeros that the column's scale adds. */
    private static @Nullable BigDecimal decimal(Readable row, String column) {
        BigDecimal value = row.get(column, BigDecimal.class);
        if (value == null) {
            return null;
        }
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    static long number(Readable row, String column) {
        return required(row, column, Long.class);
    }

    static Instant moment(Readable row, String column) {
        return required(row, column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instant(Readable row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
