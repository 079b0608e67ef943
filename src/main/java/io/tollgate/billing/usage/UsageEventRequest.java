package io.tollgate.billing.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as producers write it: what the API description shows. Read by {@link UsageReader}.
 *
 * @param transactionId the producer's name for it, its own in its subscription, or where the user is named in all of theirs, for as
 *     long as names are kept ({@code USAGE_RETENTION}, 400 days)
 * @param subscriptionId whose usage it is
 * @param userId instead: whoever's subscription there is, or was at that time
 * @param quantity a number or, to be exact, a text; absent where events are only counted
 * @param timestamp when it happened; absent: now
 * @param properties texts, numbers and booleans
 */
record UsageEventRequest(
        @Schema(example = "call-4711") String transactionId,
        @Nullable UUID subscriptionId,
        @Nullable UUID userId,
        @Schema(example = "traffic") String metric,
        @Schema(example = "12.5") @Nullable BigDecimal quantity,
        @Nullable OffsetDateTime timestamp,

        @Schema(implementation = Object.class, example = "{\"region\": \"eu\"}") @Nullable Map<String, Object> properties) {}
