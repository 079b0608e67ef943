package io.tollgate.platform.ratelimit;

import static io.tollgate.platform.ratelimit.LimitedCalls.withoutRedis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.CallingAddress;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.redis.Redis;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.WebProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The policies as {@code application.yaml} has them; {@link ConfiguredRoutesTest} has its routes. */
@IntegrationTest
class ConfiguredLimitsTest {

    private final String address = CallingAddress.next();
    private final ClientAddresses addresses = new ClientAddresses(
            new WebProperties("http://tollgate.test", "http://tollgate.test", List.of(), List.of("127.0.0.1")));

    @Autowired
    private RateLimitProperties properties;

    @Autowired
    private Policies policies;

    @Autowired
    private Limiter limiter;

    @Autowired
    private Redis redis;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void awaitRedis() {
        Awaiting.until("Redis is there", redis::up);
    }

    @TestFactory
    Stream<DynamicTest> everyPolicyAllowsItsBurstAndRefusesTheNext() {
        return properties.policies().keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> allowsItsBurstAndRefusesTheNext(name)));
    }

    @Test
    void countsASubmittedAccountPerAddressWhateverItsSpelling() {
        RateLimits limits = limits();
        String account = UUID.randomUUID() + "@example.com";
        for (int i = 0; i < 5; i++) {
            limits.require("login", account, requestFrom(address)).block();
        }
        assertThatThrownBy(() -> limits.require("login", " " + account.toUpperCase() + " ", requestFrom(address))
                        .block())
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(e.detail()).isEqualTo("Rate limit exceeded: 5 per 1 minute");
                });
        limits.require("login", account, requestFrom("198.51.100.200")).block();
        limits.require("login", "other" + account, requestFrom(address)).block();
    }

    @Test
    void chargesNothingUntilSubscribed() {
        RateLimits limits = limits();
        String account = UUID.randomUUID().toString();
        Mono<Void> once = limits.require("login", account, requestFrom(address));
        for (int i = 0; i < 5; i++) {
            once.block();
        }
        assertThatThrownBy(once::block).isInstanceOf(ApiException.class);
    }

    @Test
    void countsASignedInUserWhereverHeCallsFrom() {
        String name = UUID.randomUUID().toString();
        SignedInFilter filter = new SignedInFilter(routes(), limits(), addresses);
        for (int i = 0; i < 10; i++) {
            subscribeAs(filter, name, "198.51.100." + i).block();
        }
        assertThatThrownBy(() -> subscribeAs(filter, name, "198.51.100.99").block())
                .isInstanceOf(ApiException.class);
        subscribeAs(filter, "another " + name, "198.51.100.99").block();
    }

    private static Mono<Void> subscribeAs(SignedInFilter filter, String user, String address) {
        return filter.filter(
                RequestFrom.exchange("/billing/subscriptions/subscribe", address, user), _ -> Mono.empty());
    }

    /** Redis, kept waiting, has the stricter local limiter decide beside it: then it is tried again with another key. */
    private void allowsItsBurstAndRefusesTheNext(String name) {
        for (int tries = 0; tries < 5; tries++) {
            double before = withoutRedis(meters);
            AssertionError failure = catchThrowableOfType(AssertionError.class, () -> countAllowed(name));
            if (withoutRedis(meters) == before) {
                assertThat(failure).isNull();
                return;
            }
        }
        throw new AssertionError("Redis never answered in time");
    }

    private void countAllowed(String name) {
        Policy policy = policies.named(name);
        List<Charge> charge = List.of(Charge.of(policy, UUID.randomUUID().toString()));
        Instant before = Instant.now();
        long allowed = Flux.range(0, policy.burst() * 5 / 4 + 1)
                // Few at once: Redis, kept waiting, would have the stricter local limiter decide beside it.
                .flatMap(_ -> decide(charge), 8)
                .filter(decision -> decision.refused() == null)
                .count()
                .blockOptional()
                .orElseThrow();
        long flowedBack = Duration.between(before, Instant.now())
                .dividedBy(policy.period().dividedBy(policy.limit()));
        assertThat(allowed).isBetween((long) policy.burst(), policy.burst() + flowedBack);
    }

    private Mono<Decision> decide(List<Charge> charge) {
        return charge.getFirst().policy().local()
                ? Mono.fromSupplier(() -> limiter.decideHere(charge))
                : limiter.decideTogether(charge);
    }

    private static ServerRequest requestFrom(String address) {
        return ServerRequest.create(RequestFrom.exchange("/login", address, null), List.of());
    }

    private RateLimits limits() {
        return new RateLimits(limiter, policies, addresses, enabled());
    }

    private RouteLimits routes() {
        return new RouteLimits(enabled(), policies);
    }

    private RateLimitProperties enabled() {
        return new RateLimitProperties(true, properties.fallbackShare(), properties.policies(), properties.routes());
    }
}
