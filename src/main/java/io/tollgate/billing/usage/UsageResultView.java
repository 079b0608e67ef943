package io.tollgate.billing.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of an event.
 *
 * @param transactionId as it was told; null when it cannot be one: an answer is never longer than what is answered
 * @param field of a rejected event, what is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UsageResultView(
        @Schema(example = "call-4711") @Nullable String transactionId,

        @Schema(allowableValues = {"accepted", "duplicate", "conflict", "too_late", "rejected"})
        String status,

        @Schema(example = "metric") @Nullable String field,
        @Schema(example = "No such metric") @Nullable String reason) {

    static UsageResultView of(JsonNode event, UsageResult result) {
        UsageResult.Rejected rejected = result instanceof UsageResult.Rejected refused ? refused : null;
        return new UsageResultView(
                EventFields.name(event),
                UsageDesk.word(result),
                rejected == null ? null : rejected.field(),
                rejected == null ? null : rejected.reason());
    }
}
