package io.tollgate.billing.entitlement;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** A feature as administrators see it. */
record FeatureView(
        UUID id,
        @Schema(example = "api_calls") String key,
        @Schema(example = "API calls") String name,

        @Schema(allowableValues = {"metered", "boolean", "static"})
        String kind,

        Instant createdAt) {

    static FeatureView of(Feature feature) {
        return new FeatureView(
                feature.id(), feature.key(), feature.name(), feature.kind().value(), feature.createdAt());
    }
}
