package io.tollgate.platform.redis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is known of Redis without asking it: {@code tollgate.redis.up}, and one log line per change. */
@Component
class RedisState {

    private static final Logger log = LoggerFactory.getLogger(RedisState.class);

    private final AtomicBoolean up = new AtomicBoolean();

    RedisState(MeterRegistry meters) {
        Gauge.builder("tollgate.redis.up", up, state -> state.get() ? 1 : 0)
                .description("1 while Redis answers within its time")
                .register(meters);
    }

    boolean up() {
        return up.get();
    }

    void answered() {
        if (up.compareAndSet(false, true)) {
            log.info("Redis answers");
        }
    }

    void failed(Throwable reason) {
        if (up.compareAndSet(true, false)) {
            log.warn("Redis does not answer; working without it: {}", reason.toString());
        }
    }
}
