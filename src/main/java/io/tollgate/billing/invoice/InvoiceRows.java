package io.tollgate.billing.invoice;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.math.BigDecimal;
import java.util.List;
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
        return json.readValue(Columns.required(row, column, Json.class).asArray(), type);
    }

    Invoice invoice(Readable row) {
        return new Invoice(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                row.get("subscription_id", UUID.class),
                row.get("corrects", UUID.class),
                InvoiceKind.of(Columns.required(row, "kind", String.class)),
                Columns.required(row, "provider", String.class),
                Columns.required(row, "series", String.class),
                number(row, "sequence"),
                Columns.required(row, "number", String.class),
                Columns.required(row, "currency", String.class),
                Columns.time(row, "period_start"),
                Columns.time(row, "period_end"),
                number(row, "usage_sequence"),
                party(row, "seller"),
                party(row, "buyer"),
                Columns.required(row, "time_zone", String.class),
                row.get("memo", String.class),
                Columns.required(row, "line_count", Integer.class),
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
                Columns.time(row, "issued_at"),
                Columns.time(row, "due_at"),
                Columns.time(row, "created_at"),
                InvoiceStatus.of(Columns.required(row, "status", String.class)),
                number(row, "amount_paid"),
                number(row, "amount_credited"),
                number(row, "credited_net"),
                number(row, "credited_tax"),
                number(row, "amount_refunded"),
                number(row, "written_off"),
                Columns.timeOrNull(row, "paid_at"),
                Columns.timeOrNull(row, "voided_at"),
                Columns.timeOrNull(row, "uncollectible_at"));
    }

    static InvoiceLine line(Readable row) {
        return new InvoiceLine(
                Columns.required(row, "invoice_id", UUID.class),
                Columns.required(row, "position", Integer.class),
                Columns.required(row, "kind", String.class),
                Columns.required(row, "description", String.class),
                row.get("charge_id", UUID.class),
                row.get("metric", String.class),
                row.get("plan", String.class),
                Columns.time(row, "period_start"),
                Columns.time(row, "period_end"),
                row.get("tier", Integer.class),
                decimal(row, "quantity"),
                decimal(row, "unit_price"),
                decimal(row, "flat_price"),
                number(row, "amount"),
                number(row, "discount"));
    }

    private Party party(Readable row, String column) {
        return json.readValue(Columns.required(row, column, Json.class).asArray(), Party.class);
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
        return Columns.required(row, column, Long.class);
    }
}
