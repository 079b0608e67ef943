package io.tollgate.platform.ratelimit;

import io.tollgate.platform.ratelimit.Decision.Quota;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts within this node. Its memory is bounded: buckets that are full again are swept out, and whoever comes while there is no
 * room shares one bucket per policy with all others that do.
 */
@Component
class LocalLimiter {

    private static final int MAX_BUCKETS = 100_000;
    private static final long SWEEP_MICROS = TimeUnit.SECONDS.toMicros(1);

    private final ConcurrentMap<String, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();
    private final Clock clock;
    private final int maxBuckets;

    @Autowired
    LocalLimiter(Clock clock) {
        this(clock, MAX_BUCKETS);
    }

    LocalLimiter(Clock clock, int maxBuckets) {
        this.clock = clock;
        this.maxBuckets = maxBuckets;
    }

    /** Charges one after the other and stops at the first that refuses. */
    Decision decide(List<Charge> charges) {
        long now = now();
        List<Quota> quotas = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            Gcra.Take take = take(charge, now);
            quotas.add(new Quota(charge.policy(), take.remaining(), take.reset()));
            if (!take.allowed()) {
                return new Decision(quotas, charge.policy(), take.refusedFor());
            }
        }
        return new Decision(quotas, null, 0);
    }

    int size() {
        return arrivals.size();
    }

    private Gcra.Take take(Charge charge, long now) {
        Gcra gcra = charge.policy().gcra();
        String bucket = charge.localBucket();
        while (true) {
            Long seen = arrivals.get(bucket);
            if (seen == null && !bucket.equals(overflow(charge)) && !hasRoom(now)) {
                bucket = overflow(charge);
                continue;
            }
            Gcra.Take take = gcra.take(seen == null ? 0 : seen, now);
            if (!take.allowed() || store(bucket, seen, take.arrival())) {
                return take;
            }
        }
    }

    private boolean store(String bucket, @Nullable Long seen, long arrival) {
        return seen == null ? arrivals.putIfAbsent(bucket, arrival) == null : arrivals.replace(bucket, seen, arrival);
    }

    private boolean hasRoom(long now) {
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SWEEP_MICROS)) {
            arrivals.values().removeIf(arrival -> arrival <= now);
        }
        return arrivals.size() < maxBuckets;
    }

    private static String overflow(Charge charge) {
        return charge.policy().name();
    }

    private long now() {
        Instant instant = clock.instant();
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    }
}
