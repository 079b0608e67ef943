package io.tollgate.billing.subscription;

import java.util.Locale;

/** Who collects the money; {@code MANUAL} is ourselves, or nobody for what is free. */
public enum Provider {
    MANUAL,
    STRIPE,
    PAYMOB;

    /** As stored and shown. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Provider of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
