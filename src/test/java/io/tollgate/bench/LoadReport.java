package io.tollgate.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the generator found, without its warm-up. Times are milliseconds from the moment a request was due, not from
 * the moment it was sent, so that a stall is felt by all requests that fell into it.
 *
 * @param refusal why the figures must not be used: null when the generator kept its schedule
 * @param errors by kind: a status of 400 or more, a lost connection, no answer
 * @param ownLatenessP99 how late requests left although a connection was free: the generator's own fault
 * @param ownCpuMicros CPU that the generator itself used per request
 */
record LoadReport(
        @Nullable String refusal,
        double offeredRate,
        double achievedRate,
        long requests,
        Map<String, Long> errors,
        double p50,
        double p90,
        double p95,
        double p99,
        double p999,
        double max,
        double ownLatenessP99,
        double ownCpuMicros) {

    long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
