package io.tollgate.billing.webhook;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts this node's requests under way to each endpoint: one that hangs must not take all the places there are. */
@Component
class AtOnce {

    private final Map<UUID, Integer> underWay = new ConcurrentHashMap<>();
    private final int most;

    AtOnce(WebhookProperties properties) {
        this.most = properties.atOnce();
    }

    /** False when it is full. One that has just failed gets one request at a time. */
    boolean enter(UUID endpointId, boolean failing) {
        int limit = failing ? 1 : most;
        boolean[] entered = {false};
        underWay.compute(endpointId, (_, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < limit;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    void leave(UUID endpointId) {
        underWay.computeIfPresent(endpointId, (_, count) -> count == 1 ? null : count - 1);
    }
}
