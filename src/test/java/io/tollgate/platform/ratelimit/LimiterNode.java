package io.tollgate.platform.ratelimit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.platform.ratelimit.Policy.By;
import io.tollgate.platform.ratelimit.RateLimitProperties.PolicyProperties;
import io.tollgate.platform.redis.RedisNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One node's limiter with three policies: {@code ten} and {@code three}, so many an hour, and one that callers share. */
final class LimiterNode implements AutoCloseable {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RedisNode redis;
    private final Policies policies;
    private final RedisLimiter shared;
    private final Limiter limiter;

    LimiterNode(String redisUrl) {
        redis = new RedisNode(redisUrl).start();
        policies = new Policies(new RateLimitProperties(
                true,
                0.5,
                Map.of(
                        "ten", perHour(10, By.IP),
                        "three", perHour(3, By.IP),
                        "account", perHour(5, By.KEY)),
                List.of()));
        shared = new RedisLimiter(redis.redis());
        limiter = new Limiter(shared, new LocalLimiter(Clock.systemUTC()), policies, new LimiterMetrics(meters));
    }

    RedisNode redis() {
        return redis;
    }

    boolean ready() {
        return redis.redis().up();
    }

    Decision decide(String key, String... names) {
        List<Charge> charges = List.of(names).stream()
                .map(name -> Charge.of(policies.named(name), key))
                .toList();
        return limiter.decideTogether(charges).blockOptional().orElseThrow();
    }

    boolean allows(String key, String... names) {
        return decide(key, names).refused() == null;
    }

    double decisions(String decider, String outcome) {
        return meters
                .find("tollgate.ratelimit.decisions")
                .tag("by", decider)
                .tag("outcome", outcome)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Override
    public void close() {
        redis.close();
    }

    private static PolicyProperties perHour(int limit, By by) {
        return new PolicyProperties(limit, Duration.ofHours(1), null, by, false);
    }
}
