package io.tollgate.billing.usage;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Body of {@code POST /billing/usage/batch}. Each event is read by itself, so that a bad one does not take the others along. */
record UsageBatch(
        @ArraySchema(schema = @Schema(implementation = UsageEventRequest.class))
        @NotNull @Size(min = 1, max = UsageBatch.MOST, message = "Must hold 1 to 1000 events") List<JsonNode> events) {

    static final int MOST = 1_000;

    /** 2 KB for each: seven times what an event without properties takes. */
    static final DataSize LARGEST = DataSize.ofMegabytes(2);
}
