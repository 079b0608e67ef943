package io.tollgate.billing.usage;

import io.tollgate.billing.metric.Metric;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was told, without fault in itself. When it may have happened, and to whom, is not yet known.
 *
 * @param transactionId the producer's name for it
 * @param subscriptionId null when the user is named instead
 * @param userId null when the subscription is named
 * @param value what it adds
 * @param at in microseconds at most, as told or else as sent; null: when it arrives
 * @param facet what it shows of the metric's filter properties, as JSON with sorted names
 * @param uniqueValue what is told apart; null unless the metric does so
 * @param properties as JSON; null for none
 * @param content a digest of what was told but for whom it is: equal for the same told again, whichever way it was sent
 */
record UsageReport(
        String transactionId,
        @Nullable UUID subscriptionId,
        @Nullable UUID userId,
        Metric metric,
        BigDecimal value,
        @Nullable Instant at,
        String facet,
        @Nullable String uniqueValue,
        @Nullable String properties,
        long content) {}
