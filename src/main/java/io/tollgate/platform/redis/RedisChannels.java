package io.tollgate.platform.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The node's one listening connection and the channels heard on it. */
@Component
public class RedisChannels implements SmartLifecycle {

    private final RedisLink<StatefulRedisPubSubConnection<String, String>> link;
    private final Map<String, Listening> channels = new ConcurrentHashMap<>();
    private final Redis redis;
    private final Clock clock;
    private volatile boolean running;

    RedisChannels(RedisClient client, RedisURI uri, Redis redis, Clock clock) {
        this.link = new RedisLink<>(() -> client.connectPubSubAsync(StringCodec.UTF8, uri), this::listen);
        this.redis = redis;
        this.clock = clock;
    }

    /** The channel of this name; the same one each time. To be opened before the application starts, in a constructor. */
    public RedisChannel open(String name) {
        return channels.computeIfAbsent(redis.key("channel:" + name), key -> new Listening(key, redis, clock));
    }

    @Override
    public void start() {
        running = true;
        link.open();
    }

    @Override
    public void stop() {
        running = false;
        link.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Redis.PHASE;
    }

    private Mono<Void> listen(StatefulRedisPubSubConnection<String, String> connection) {
        connection.addListener(new Dispatch());
        return channels.isEmpty()
                ? Mono.empty()
                : Mono.fromCompletionStage(
                        () -> connection.async().subscribe(channels.keySet().toArray(String[]::new)));
    }

    /** Lettuce subscribes again by itself after each reconnect, and Redis confirms each subscription. */
    private final class Dispatch extends RedisPubSubAdapter<String, String> {

        @Override
        public void message(String channel, String message) {
            Listening listening = channels.get(channel);
            if (listening != null) {
                listening.heard(message);
            }
        }

        @Override
        public void subscribed(String channel, long count) {
            Listening listening = channels.get(channel);
            if (listening != null) {
                listening.begun();
            }
        }
    }
}
