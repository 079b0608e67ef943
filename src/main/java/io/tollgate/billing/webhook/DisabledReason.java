package io.tollgate.billing.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why nothing is sent to an endpoint. */
enum DisabledReason {
    /** An administrator wished so. */
    ADMIN,
    /** It answered 410. */
    GONE,
    /** It has not taken anything for too long. */
    FAILING;

    @JsonValue
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DisabledReason of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
