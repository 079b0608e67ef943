package io.tollgate.platform.redis;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Redis is and how long it may take.
 *
 * @param url {@code redis://[user:password@]host:port[/database]}; {@code rediss} for TLS
 * @param commandTimeout after which a command has failed and Redis counts as down
 * @param queueSize commands that may wait for their reply; more are refused at once, so that a stuck Redis costs no memory
 * @param probeInterval how often Redis is pinged, so how soon its return is noticed
 * @param keyPrefix stands before every key and channel, so that deployments can share a server
 */
@Validated
@ConfigurationProperties("tollgate.redis")
record RedisProperties(
        @Pattern(
                regexp = "rediss?://.+",
                message = "REDIS_URL must look like redis://[user:password@]host:port[/database]")
        String url,

        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("250ms") Duration commandTimeout,
        @DefaultValue("2000") @Min(1) @Max(100_000) int queueSize,
        @DefaultValue("500ms") Duration probeInterval,
        @DefaultValue("tollgate:") String keyPrefix) {}
