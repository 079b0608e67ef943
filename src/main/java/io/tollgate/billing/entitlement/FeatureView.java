package io.tollgate.billing.entitlement;

import java.time.Instant;
import java.util.UUID;

/** A feature as administrators see it. */
record FeatureView(UUID id, String key, String name, String kind, Instant createdAt) {

    static FeatureView of(Feature feature) {
        return new FeatureView(
                feature.id(), feature.key(), feature.name(), feature.kind().value(), feature.createdAt());
    }
}
