package io.tollgate.billing.metric;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A charge as clients see it. */
record ChargeView(
        UUID id,
        @Schema(example = "api_calls") String metric,
        @Schema(example = "API calls") String name,
        @Schema(example = "call") String unit,

        @Schema(
                allowableValues = {
                    "flat",
                    "unit",
                    "graduated",
                    "volume",
                    "package",
                    "percentage",
                    "graduated_percentage",
                    "block"
                })
        String model,

        @Schema(implementation = Object.class, example = "{\"unit\": \"0.02\"}")
        JsonNode terms,

        @Nullable Long minimumSpend,
        @Nullable Long maximumSpend,
        @Schema(example = "{\"region\": [\"eu\"]}") Map<String, List<String>> filters) {

    static ChargeView of(PlanCharge charge, JsonNode terms) {
        return new ChargeView(
                charge.id(),
                charge.metric().code(),
                charge.name(),
                charge.metric().unit(),
                charge.terms().model(),
                terms,
                charge.charge().minimum(),
                charge.charge().maximum(),
                charge.filters().values());
    }
}
