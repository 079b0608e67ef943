package io.tollgate.platform.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** What one node of Tollgate has of Redis, without the rest of the node. */
public final class RedisNode implements AutoCloseable {

    /** A machine with too much to do may stop for a moment: that is no outage. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

    private final ClientResources resources;
    private final RedisClient client;
    private final Redis redis;
    private final RedisChannels channels;

    public RedisNode(String url) {
        RedisProperties properties =
                new RedisProperties(url, Duration.ofSeconds(2), COMMAND_TIMEOUT, 2000, Duration.ofMillis(100), "test:");
        RedisConfiguration configuration = new RedisConfiguration();
        RedisURI uri = configuration.redisUri(properties);
        resources = configuration.redisResources();
        client = configuration.redisClient(resources, properties);
        redis = new Redis(client, uri, new RedisState(new SimpleMeterRegistry()), properties);
        channels = new RedisChannels(client, uri, redis, Clock.systemUTC());
    }

    public RedisNode start() {
        redis.start();
        channels.start();
        return this;
    }

    public Redis redis() {
        return redis;
    }

    public RedisChannels channels() {
        return channels;
    }

    @Override
    public void close() {
        channels.stop();
        redis.stop();
        client.shutdown();
        resources.shutdown().awaitUninterruptibly();
    }
}
