package io.tollgate.billing.metric;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /billing/metrics/{id}}: what is absent or null stays, and so does what a metric counts. */
record ChangeMetric(
        @Nullable @Size(min = 1, max = 100) @Pattern(regexp = MetricRequest.TEXT, message = "Must hold readable text") String name,

        @Nullable @Size(min = 1, max = 30) @Pattern(regexp = MetricRequest.TEXT, message = "Must hold readable text") String unit) {}
