package io.tollgate.billing.usage;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Knows what the next invoice of a subscription will ask for usage, as of now: whoever makes that invoice tells. */
public interface RunningUsage {

    /** Empty for a subscription of which no invoices are made. */
    Mono<Running> of(UUID subscriptionId);

    /**
     * What has not been billed.
     *
     * @param since the beginning of the period, or of what is in force within it: usage before has been billed
     * @param amounts in minor units by charge; without those of nothing; null when it cannot be told
     */
    record Running(Instant since, @Nullable Map<UUID, Long> amounts) {

        /** Null when it cannot be told. */
        @Nullable Long amount(UUID chargeId) {
            return amounts == null ? null : amounts.getOrDefault(chargeId, 0L);
        }
    }
}
