package io.tollgate.billing.invoice;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of an invoice: draft → open → paid, void or uncollectible; what is uncollectible may yet be paid or voided. */
public enum InvoiceStatus {
    /** A preview: not stored, computed anew each time. */
    DRAFT,
    OPEN,
    PAID,
    /** Nobody owes it. */
    VOID,
    /** Owed and given up. */
    UNCOLLECTIBLE;

    /** As stored and shown. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static InvoiceStatus of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
