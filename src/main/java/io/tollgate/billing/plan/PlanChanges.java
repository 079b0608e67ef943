package io.tollgate.billing.plan;

import io.tollgate.platform.redis.RedisChannel;
import io.tollgate.platform.redis.RedisChannels;
import io.tollgate.platform.redis.RedisUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells all nodes that some plan has changed. Which one does not matter: they read all of them. */
@Component
class PlanChanges {

    private static final Logger LOG = LoggerFactory.getLogger(PlanChanges.class);

    private final RedisChannel channel;

    PlanChanges(RedisChannels channels) {
        this.channel = channels.open("plans");
    }

    /** Without Redis the other nodes learn it when what they know has aged; the change itself is made, so this never fails. */
    Mono<Void> announce() {
        return channel.publish("changed").onErrorComplete(fault -> {
            if (fault instanceof RedisUnavailable) {
                LOG.warn("Other nodes show the old plans for a few minutes: Redis is down");
                return true;
            }
            return false;
        });
    }

    /** Something is heard whenever what is known may be old: a change, or a time in which one would not have been heard. */
    Flux<Object> heard() {
        return Flux.merge(channel.messages(), channel.reconnected());
    }
}
