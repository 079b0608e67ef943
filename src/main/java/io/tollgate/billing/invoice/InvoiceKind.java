package io.tollgate.billing.invoice;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an invoice was made. Of one subscription there is one of each kind per start of period, but for debit notes. */
public enum InvoiceKind {
    /** The base fee of a period ahead and the usage of the one behind. */
    PERIOD,
    /** Another plan in the middle of a period. */
    CHANGE,
    /** The last one. */
    CANCEL,
    /** Usage that came after its period was billed, where no further period follows. */
    LATE,
    /** A debit note: what an earlier invoice asked too little. */
    DEBIT;

    /** As stored and shown. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static InvoiceKind of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
