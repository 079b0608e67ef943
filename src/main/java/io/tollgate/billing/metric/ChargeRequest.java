package io.tollgate.billing.metric;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A charge as an administrator writes it. What is wrong with it is told by {@link ChargeCheck}, with its place in the list.
 *
 * @param metric code of the metric that is counted
 * @param name for the line on an invoice; absent: the metric's
 * @param model which of the models of prices
 * @param terms the model's numbers, in major units of the plan's currency
 * @param minimumSpend in minor units
 * @param maximumSpend in minor units
 * @param filters which events count; absent: all
 */
record ChargeRequest(
        @Nullable @Schema(example = "api_calls") String metric,
        @Nullable String name,

        @Nullable @Schema(example = "graduated") String model,

        @Nullable @Schema(implementation = Object.class, example = "{\"tiers\": [{\"up_to\": 100, \"unit\": \"0.10\"}]}")
        JsonNode terms,

        @Nullable Long minimumSpend,
        @Nullable Long maximumSpend,
        @Nullable Map<String, List<String>> filters) {}
