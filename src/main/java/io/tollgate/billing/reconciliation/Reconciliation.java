package io.tollgate.billing.reconciliation;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One comparison, under way or done.
 *
 * @param startedBy the administrator who asked for it; null for the nightly one
 * @param since what happened at Stripe before has been compared by an earlier one
 * @param check what is being compared; null before the first and after the last
 * @param after how far that is
 * @param checked objects compared so far
 * @param drift how many differences of which kind
 */
public record Reconciliation(
        UUID id,
        String status,
        @Nullable UUID startedBy,
        Instant since,
        @Nullable String check,
        @Nullable String after,
        long checked,
        Map<String, Long> drift,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    public static final String RUNNING = "running";

    boolean running() {
        return status.equals(RUNNING);
    }
}
