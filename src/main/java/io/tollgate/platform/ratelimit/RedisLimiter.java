package io.tollgate.platform.ratelimit;

import io.tollgate.platform.ratelimit.Decision.Quota;
import io.tollgate.platform.redis.Redis;
import io.tollgate.platform.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts for all nodes together: one script, one round trip, however many policies. */
@Component
class RedisLimiter {

    private final RedisScript script = RedisScript.of("redis/rate_limit.lua");
    private final Redis redis;
    private final String prefix;

    RedisLimiter(Redis redis) {
        this.redis = redis;
        this.prefix = redis.key("limit:");
    }

    /** Errors with {@link io.tollgate.platform.redis.RedisUnavailable} when Redis cannot decide. */
    Mono<Decision> decide(List<Charge> charges) {
        String[] keys = new String[charges.size()];
        String[] arguments = new String[2 * charges.size()];
        for (int i = 0; i < keys.length; i++) {
            Gcra gcra = charges.get(i).policy().gcra();
            keys[i] = prefix + charges.get(i).sharedBucket();
            arguments[2 * i] = Long.toString(gcra.interval());
            arguments[2 * i + 1] = Integer.toString(gcra.burst());
        }
        return redis.eval(script, keys, arguments).map(answer -> read(charges, answer));
    }

    private static Decision read(List<Charge> charges, List<Long> answer) {
        List<Quota> quotas = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            quotas.add(new Quota(charges.get(i).policy(), answer.get(2 * i + 2), answer.get(2 * i + 3)));
        }
        int refused = answer.get(0).intValue();
        return new Decision(
                quotas, refused == 0 ? null : charges.get(refused - 1).policy(), answer.get(1));
    }
}
