package io.tollgate.platform.redis;

import io.tollgate.platform.health.HealthProbe;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Redis is pinged all the time anyway: this asks what came of it. Without Redis limits are local and stricter. */
@Component
class RedisProbe implements HealthProbe {

    private final RedisState state;

    RedisProbe(RedisState state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public Mono<Boolean> ok() {
        return Mono.fromSupplier(state::up);
    }
}
