package io.tollgate.platform.ratelimit;

import io.tollgate.platform.redis.RedisUnavailable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Decides where a policy says: in this node, or in Redis for all nodes. While Redis cannot decide, each node decides for itself
 * and allows less: never everything, never nothing.
 */
@Component
class Limiter {

    private static final Logger log = LoggerFactory.getLogger(Limiter.class);

    private final AtomicBoolean alone = new AtomicBoolean();
    private final RedisLimiter shared;
    private final LocalLimiter local;
    private final Policies policies;
    private final LimiterMetrics metrics;

    Limiter(RedisLimiter shared, LocalLimiter local, Policies policies, LimiterMetrics metrics) {
        this.shared = shared;
        this.local = local;
        this.policies = policies;
        this.metrics = metrics;
    }

    /** The part of the decision that needs nobody else. */
    Decision decideHere(List<Charge> charges) {
        List<Charge> here =
                charges.stream().filter(charge -> charge.policy().local()).toList();
        return here.isEmpty() ? Decision.FREE : metrics.counted("node", local.decide(here));
    }

    /** The other part. Empty charges cost nothing. Arrives on Redis' I/O thread. */
    Mono<Decision> decideTogether(List<Charge> charges) {
        List<Charge> together =
                charges.stream().filter(charge -> !charge.policy().local()).toList();
        return together.isEmpty()
                ? Mono.just(Decision.FREE)
                : shared.decide(together)
                        .map(this::inCompany)
                        .onErrorResume(RedisUnavailable.class, fault -> Mono.just(alone(together, fault)));
    }

    private Decision inCompany(Decision decision) {
        if (alone.compareAndSet(true, false)) {
            log.info("Limits are shared by all nodes again");
        }
        return metrics.counted("redis", decision);
    }

    private Decision alone(List<Charge> charges, RedisUnavailable fault) {
        if (alone.compareAndSet(false, true)) {
            log.warn("Redis cannot decide on limits; this node does, and allows less: {}", fault.getMessage());
        }
        List<Charge> stricter = charges.stream()
                .map(charge -> charge.under(policies.stricter(charge.policy())))
                .toList();
        return metrics.counted("fallback", local.decide(stricter));
    }
}
