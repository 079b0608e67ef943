package io.tollgate.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Awaiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RedisTest {

    private final RedisScript script = RedisScript.ofText("return {tonumber(ARGV[1]) + 1}");

    private PrivateRedis server;
    private RedisNode node;

    @BeforeEach
    void start() {
        server = PrivateRedis.started();
        node = new RedisNode(server.url()).start();
        Awaiting.until(node.redis()::up);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        server.close();
    }

    @Test
    void runsAScriptThatRedisDoesNotKnowYet() {
        assertThat(node.redis().eval(script, new String[0], "41").block()).isEqualTo(List.of(42L));
        assertThat(node.redis().eval(script, new String[0], "42").block()).isEqualTo(List.of(43L));
    }

    @Test
    void failsAtOnceWhileRedisIsDownAndWorksAgainAfterwards() throws Exception {
        server.stop();
        Awaiting.until(() -> !node.redis().up());

        // Would each of them wait for its timeout, they would take 200 s.
        Instant before = Instant.now();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> ping().block()).isInstanceOf(RedisUnavailable.class);
        }
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));

        server.start();
        Awaiting.until(node.redis()::up);
        assertThat(ping().block()).isEqualTo("PONG");
    }

    @Test
    void givesUpOnAFrozenRedisAfterTheCommandTimeout() throws Exception {
        server.freeze();
        assertThatThrownBy(() -> Flux.range(0, 5000).flatMap(_ -> ping(), 5000).blockLast(Duration.ofSeconds(20)))
                .isInstanceOf(RedisUnavailable.class);
        Awaiting.until(() -> !node.redis().up());

        server.thaw();
        Awaiting.until(node.redis()::up);
        assertThat(ping().block()).isEqualTo("PONG");
    }

    @Test
    void startsWithoutRedisAndFindsItLater() throws Exception {
        server.stop();
        try (RedisNode late = new RedisNode(server.url()).start()) {
            assertThatThrownBy(() -> late.redis().run(redis -> redis.ping()).block())
                    .isInstanceOf(RedisUnavailable.class);
            server.start();
            Awaiting.until(late.redis()::up);
        }
    }

    private Mono<String> ping() {
        return node.redis().run(redis -> redis.ping());
    }
}
