package io.tollgate.billing.entitlement;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Something that plans open.
 *
 * @param key what programs know it by; never changes
 */
record Feature(UUID id, String key, String name, Kind kind, Instant createdAt) {

    /** What there is to say about a feature of a plan. */
    enum Kind {
        /** Open or not. */
        BOOLEAN,
        /** A value: how many seats, which region. */
        STATIC,
        /** So many uses in so much time. */
        METERED;

        /** As stored and shown. */
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }
}
