package io.tollgate.billing.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A stretch that is over, and what its usage has been billed at.
 *
 * @param billed in minor units, by charge; those that came to nothing are left out
 */
record BilledStretch(Stretch stretch, Map<UUID, Long> billed) {

    BilledStretch {
        billed = Map.copyOf(billed);
    }

    long billed(UUID chargeId) {
        return billed.getOrDefault(chargeId, 0L);
    }

    BilledStretch with(Map<UUID, Long> totals) {
        Map<UUID, Long> all = new HashMap<>(billed);
        all.putAll(totals);
        return new BilledStretch(stretch, all);
    }
}
