package io.tollgate.billing.entitlement;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Body of {@code PATCH /billing/entitlements/features/{key}}: key and kind stay, since programs rely on them. */
record RenameRequest(
        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = FeatureRequest.TEXT, message = "Must hold readable text") String name) {}
