package io.tollgate.platform.ratelimit;

/**
 * The arithmetic of {@code redis/rate_limit.lua} for one bucket, all times in microseconds. A bucket is its theoretical arrival
 * time: the moment at which it is full again.
 */
record Gcra(long interval, int burst) {

    /** @param arrival the bucket as it was; 0 for one never seen */
    Take take(long arrival, long now) {
        long horizon = interval * burst;
        long from = Math.clamp(arrival, now, now + horizon);
        long excess = from + interval - now - horizon;
        boolean allowed = excess <= 0;
        long after = allowed ? from + interval : from;
        return new Take(allowed, after, (horizon - (after - now)) / interval, after - now, Math.max(0, excess));
    }

    /**
     * @param arrival the bucket as it is now
     * @param remaining requests that would be allowed right after this one
     * @param reset time until the bucket is full again
     * @param refusedFor time until a refused request would be allowed
     */
    record Take(boolean allowed, long arrival, long remaining, long reset, long refusedFor) {}
}
