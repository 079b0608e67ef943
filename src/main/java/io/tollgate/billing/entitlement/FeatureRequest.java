package io.tollgate.billing.entitlement;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Body of {@code POST /billing/entitlements/features}.
 *
 * @param kind {@code boolean}, {@code static} or {@code metered}
 */
record FeatureRequest(
        @NotNull @Pattern(
                regexp = "[a-z][a-z0-9_.-]{0,62}",
                message = "Must be 1 to 63 lower-case letters, digits, dots, dashes or underscores")
        String key,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = FeatureRequest.TEXT, message = "Must hold readable text") String name,

        @NotNull @Pattern(regexp = "boolean|static|metered", message = "Must be boolean, static or metered") String kind) {

    /** Anything readable: control characters neither print nor, some of them, fit into the database. */
    static final String TEXT = " *+[^\\p{Cntrl}\\s\\p{Cs}][^\\p{Cntrl}\\p{Cs}]*+";
}
