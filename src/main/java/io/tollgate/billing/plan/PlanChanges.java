package io.tollgate.billing.plan;

import io.tollgate.platform.redis.RedisChannel;
import io.tollgate.platform.redis.RedisChannels;
import io.tollgate.platform.redis.RedisUnavailable;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tells all nodes that some plan, or a feature of one, has changed. Which one does not matter: they read all of them. */
@Component
public class PlanChanges {

    private static final Logger LOG = LoggerFactory.getLogger(PlanChanges.class);

    private static final Duration OTHERS_TELL = Duration.ofSeconds(1);

    private final RedisChannel channel;
    private final Sinks.Many<Object> here = Sinks.many().multicast().directBestEffort();

    PlanChanges(RedisChannels channels) {
        this.channel = channels.open("plans");
    }

    /**
     * To be called after the commit. This node has heard it when this completes, every other one in a moment.
     *
     * <p>Without Redis the other nodes learn it when what they know has aged; the change itself is made, so this never fails.
     */
    public Mono<Void> announce() {
        return Mono.defer(() -> {
            here.emitNext("changed", Sinks.EmitFailureHandler.busyLooping(OTHERS_TELL));
            return channel.publish("changed").onErrorComplete(PlanChanges::tolerable);
        });
    }

    private static boolean tolerable(Throwable fault) {
        if (fault instanceof RedisUnavailable) {
            LOG.warn("Other nodes show the old plans for a few minutes: Redis is down");
            return true;
        }
        return false;
    }

    /** Something is heard whenever what is known may be old: a change, or a time in which one would not have been heard. */
    public Flux<Object> heard() {
        return Flux.merge(here.asFlux(), channel.messages(), channel.reconnected());
    }
}
