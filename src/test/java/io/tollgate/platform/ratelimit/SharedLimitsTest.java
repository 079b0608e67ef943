package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.OwnThreads;
import io.tollgate.platform.redis.PrivateRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class SharedLimitsTest {

    /** For fifty requests, of which one may wait for Redis for two seconds. */
    private static final Duration NOT_EACH_WAITING = Duration.ofMillis(6_250);

    private PrivateRedis server;
    private LimiterNode one;
    private LimiterNode other;

    @BeforeEach
    void start() {
        server = PrivateRedis.started();
        one = new LimiterNode(server.url());
        other = new LimiterNode(server.url());
        Awaiting.until(() -> one.ready() && other.ready());
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        other.close();
        server.close();
    }

    @Test
    void allowsExactlyTheLimitToParallelRequestsOnTwoNodes() {
        Long allowed = Flux.range(0, 50)
                .flatMap(
                        i -> Flux.defer(() -> Flux.just((i % 2 == 0 ? one : other).allows("key", "ten")))
                                .subscribeOn(OwnThreads.SCHEDULER),
                        50)
                .filter(Boolean::booleanValue)
                .count()
                .block();
        assertThat(allowed).isEqualTo(10);
        assertThat(one.decisions("redis", "allowed") + other.decisions("redis", "allowed"))
                .isEqualTo(10);
        assertThat(one.decisions("redis", "refused") + other.decisions("redis", "refused"))
                .isEqualTo(40);
    }

    @Test
    void chargesNoPolicyWhenOneRefuses() {
        IntStream.range(0, 3)
                .forEach(_ -> assertThat(one.allows("key", "ten", "three")).isTrue());
        IntStream.range(0, 20)
                .forEach(_ -> assertThat(one.allows("key", "ten", "three")).isFalse());
        assertThat(one.decide("key", "ten").quotas().getFirst().remaining()).isEqualTo(6);
    }

    @Test
    void asksRedisOnceHoweverManyPoliciesApply() {
        // The first sends the script itself.
        one.decide("key", "ten", "three");
        long asked = decisionsOfRedis();
        one.decide("key", "ten", "three");
        one.decide("another key", "ten", "three", "account");
        assertThat(decisionsOfRedis() - asked).isEqualTo(2);
    }

    @Test
    void tellsWhatIsLeftAndHowLongToWait() {
        Decision first = one.decide("key", "three");
        assertThat(first.policyHeader()).isEqualTo("\"three\";q=3;w=3600");
        assertThat(first.quotaHeader()).isEqualTo("\"three\";r=2;t=1200");
        assertThat(first.refusal()).isNull();
        one.decide("key", "three");
        one.decide("key", "three");

        Decision refused = one.decide("key", "three", "ten");
        assertThat(refused.refused()).isNotNull();
        assertThat(refused.quotaHeader()).startsWith("\"three\";r=0;t=3").endsWith("\"ten\";r=10;t=0");
        assertThat(refused.refusal().detail()).isEqualTo("Rate limit exceeded: 3 per 1 hour");
        long wait = Long.parseLong(refused.refusal().headers().getFirst("Retry-After"));
        assertThat(wait).isBetween(1190L, 1200L);
    }

    /** Polled with somebody else's name it would tell when they log in. */
    @Test
    void tellsNothingOfABucketThatIsNotTheCallersOwn() {
        Decision decision = one.decide("key", "three", "account");
        assertThat(decision.quotas()).hasSize(2);
        assertThat(decision.policyHeader()).isEqualTo("\"three\";q=3;w=3600");
        assertThat(decision.quotaHeader()).isEqualTo("\"three\";r=2;t=1200");
        Decision alone = one.decide("key", "account");
        assertThat(alone.policyHeader()).isEmpty();
        assertThat(alone.quotaHeader()).isEmpty();
    }

    @Test
    void putsAnExpiryOnEveryKeyAndNoAddressInto() {
        one.decide("a.person@example.com", "ten", "three");
        List<String> keys = one.redis().redis().run(redis -> redis.keys("*")).block();
        assertThat(keys).hasSize(2).allSatisfy(key -> {
            assertThat(key).startsWith("test:limit:").doesNotContain("person", "example");
            assertThat(one.redis().redis().run(redis -> redis.pttl(key)).block())
                    .isBetween(1L, 1_200_001L);
        });
    }

    @Test
    void decidesLocallyAndStricterWhileRedisIsDown() throws Exception {
        server.stop();
        Awaiting.until(() -> !one.ready());

        Instant before = Instant.now();
        long allowed =
                IntStream.range(0, 50).filter(_ -> one.allows("key", "ten")).count();
        assertThat(Duration.between(before, Instant.now())).isLessThan(NOT_EACH_WAITING);
        assertThat(allowed).isEqualTo(5);
        assertThat(one.decisions("fallback", "allowed")).isEqualTo(5);
        assertThat(one.decisions("fallback", "refused")).isEqualTo(45);

        server.start();
        Awaiting.until(() -> one.ready() && other.ready());
        assertThat(one.allows("key", "ten")).isTrue();
        assertThat(one.decisions("redis", "allowed")).isEqualTo(1);
        assertThat(other.decide("key", "ten").quotas().getFirst().remaining()).isEqualTo(8);
    }

    @Test
    void waitsForAFrozenRedisOnceAndNotForEachRequest() throws Exception {
        assertThat(one.allows("another key", "ten")).isTrue();
        long asked = decisionsOfRedis();
        server.freeze();
        Instant before = Instant.now();
        long allowed =
                IntStream.range(0, 50).filter(_ -> one.allows("key", "ten")).count();
        assertThat(Duration.between(before, Instant.now())).isLessThan(NOT_EACH_WAITING);
        assertThat(allowed).isEqualTo(5);

        server.thaw();
        Awaiting.until(() -> one.ready() && other.ready());
        // Once thawed, it has decided all that it was asked meanwhile.
        assertThat(decisionsOfRedis() - asked).isEqualTo(1);
        assertThat(one.decide("key", "ten").refused()).isNull();
        assertThat(one.decisions("redis", "allowed")).isEqualTo(2);
    }

    @Test
    void decidesLocallyWhenRedisAnswersWithAnError() {
        one.redis().redis().run(redis -> redis.configSet("maxmemory", "1")).block();
        long allowed =
                IntStream.range(0, 20).filter(_ -> one.allows("key", "ten")).count();
        assertThat(allowed).isEqualTo(5);
        assertThat(one.decisions("fallback", "allowed")).isEqualTo(5);
    }

    private long decisionsOfRedis() {
        String statistics =
                other.redis().redis().run(redis -> redis.info("commandstats")).block();
        return Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)")
                .matcher(statistics)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}
