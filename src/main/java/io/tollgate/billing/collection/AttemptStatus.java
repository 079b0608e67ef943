package io.tollgate.billing.collection;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an attempt to get an invoice paid stands. */
enum AttemptStatus {
    /** The provider is being asked, or the asking broke off. */
    CALLING,
    /** It was asked and did not answer. */
    UNKNOWN,
    /** A page is open for the payer. */
    WAITING,
    PAID,
    DECLINED,
    /** Its page was not used. */
    CLOSED;

    /** It may yet succeed. */
    boolean open() {
        return this == CALLING || this == UNKNOWN || this == WAITING;
    }

    @JsonValue
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AttemptStatus of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
