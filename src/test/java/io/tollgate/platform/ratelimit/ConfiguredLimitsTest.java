package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.platform.redis.Redis;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The limits as {@code application.yaml} has them, on two whole nodes. */
class ConfiguredLimitsTest {

    /** Limits on, and behind a proxy on the loopback address: X-Forwarded-For says where a test calls from. */
    private static final Map<String, String> LIMITED =
            Map.of("RATE_LIMIT_ENABLED", "true", "TRUSTED_PROXIES", "127.0.0.1,::1", "TOLLGATE_ROLES", "api");

    private static SecondNode one;
    private static SecondNode other;

    private final String address = "198.18." + random(256) + "." + random(256);

    @BeforeAll
    static void start() {
        one = SecondNode.start(new MutableClock(), LIMITED);
        other = SecondNode.start(new MutableClock(), LIMITED);
        Awaiting.until(
                () -> one.bean(Redis.class).up() && other.bean(Redis.class).up());
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @TestFactory
    Stream<DynamicTest> everyPolicyAllowsItsBurstAndRefusesTheNext() {
        return one.bean(RateLimitProperties.class).policies().keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> allowsItsBurstAndRefusesTheNext(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /login                           | login-ip",
                "POST   | /login/code                      | login-ip",
                "POST   | /register                        | register-ip",
                "POST   | /refresh-token                   | refresh-ip",
                "POST   | /logout                          | refresh-ip",
                "GET    | /verify                          | verify-ip",
                "POST   | /verify                          | verify-ip",
                "POST   | /request/verify                  | verify-ip account",
                "POST   | /forget-password                 | reset-ip",
                "GET    | /billing/plans                   | public-read",
                "HEAD   | /billing/plans                   | public-read",
                "GET    | /billing/plans/abc               | public-read",
                "POST   | /billing/plans                   | ip account",
                "POST   | /billing/subscriptions/subscribe | ip account subscribe",
                "POST   | /billing/usage                   | service-token",
                "GET    | /me                              | ip account",
                "POST   | /billing/stripe/webhook          | ''",
                "GET    | /healthz                         | ''"
            })
    void everyRouteGroupHasItsPolicies(String method, String path, String expected) {
        RouteLimits.Route route = one.bean(RouteLimits.class)
                .of(MockServerHttpRequest.method(HttpMethod.valueOf(method), path)
                        .build());
        assertThat(Stream.concat(route.byAddress().stream(), route.bySignedIn().stream())
                        .map(Policy::name))
                .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @Test
    void tellsTheLimitOnAllowedAndRefusedAnswers() {
        login(one, address)
                .expectHeader()
                .valueEquals("RateLimit-Policy", "\"login-ip\";q=30;w=60")
                .expectHeader()
                .valueEquals("RateLimit", "\"login-ip\";r=29;t=2")
                .expectHeader()
                .doesNotExist("Retry-After");
        callUntilRefused(one, address)
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .valueEquals("RateLimit-Policy", "\"login-ip\";q=30;w=60")
                .expectHeader()
                .valueMatches("RateLimit", "\"login-ip\";r=0;t=\\d+")
                .expectHeader()
                .valueMatches("Retry-After", "[12]")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("rate_limited")
                .jsonPath("$.detail")
                .isEqualTo("Rate limit exceeded: 30 per 1 minute")
                .jsonPath("$.error")
                .isEqualTo("Rate limit exceeded: 30 per 1 minute");
    }

    @Test
    void sharesTheLimitBetweenTheNodes() {
        callUntilRefused(one, address);
        login(other, address).expectStatus().isEqualTo(429);
    }

    @Test
    void givesNoNewBucketToWhoInventsForwardedAddresses() {
        callUntilRefused(one, address);
        for (String invented : List.of("203.0.113.1", "nonsense", "127.0.0.1", "2001:db8::1, 203.0.113.9")) {
            login(one, invented + ", " + address).expectStatus().isEqualTo(429);
        }
    }

    @Test
    void countsAnIpv6SiteAsOneClient() {
        String site = "2001:db8:%x:%x".formatted(random(0xFFFF), random(0xFFFF));
        callUntilRefused(one, site + "::1");
        login(one, site + ":dead:beef:1:2").expectStatus().isEqualTo(429);
    }

    @Test
    void neverLimitsAWebhook() {
        for (int i = 0; i < 100; i++) {
            EntityExchangeResult<byte[]> answer = from(one, address, HttpMethod.POST, "/billing/stripe/webhook")
                    .expectBody()
                    .returnResult();
            assertThat(answer.getStatus().value()).isNotEqualTo(429);
            assertThat(answer.getResponseHeaders().getFirst("RateLimit")).isNull();
        }
    }

    @Test
    void countsASubmittedAccountPerAddressWhateverItsSpelling() {
        RateLimits limits = one.bean(RateLimits.class);
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
        RateLimits limits = one.bean(RateLimits.class);
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
        SignedInFilter filter = one.bean(SignedInFilter.class);
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

    private static void allowsItsBurstAndRefusesTheNext(String name) {
        Policy policy = one.bean(Policies.class).named(name);
        List<Charge> charge = List.of(Charge.of(policy, UUID.randomUUID().toString()));
        Instant before = Instant.now();
        long allowed = Flux.range(0, policy.burst() * 5 / 4 + 1)
                .flatMap(_ -> decide(charge), 64)
                .filter(decision -> decision.refused() == null)
                .count()
                .blockOptional()
                .orElseThrow();
        long flowedBack = Duration.between(before, Instant.now())
                .dividedBy(policy.period().dividedBy(policy.limit()));
        assertThat(allowed).isBetween((long) policy.burst(), policy.burst() + flowedBack);
    }

    private static Mono<Decision> decide(List<Charge> charge) {
        Limiter limiter = one.bean(Limiter.class);
        return charge.getFirst().policy().local()
                ? Mono.fromSupplier(() -> limiter.decideHere(charge))
                : limiter.decideTogether(charge);
    }

    private static ServerRequest requestFrom(String address) {
        return ServerRequest.create(RequestFrom.exchange("/login", address, null), List.of());
    }

    private static WebTestClient.ResponseSpec callUntilRefused(SecondNode node, String address) {
        for (int i = 0; i < 40; i++) {
            WebTestClient.ResponseSpec answer = login(node, address);
            if (answer.returnResult().getStatus().value() == 429) {
                return login(node, address);
            }
        }
        throw new AssertionError("Never refused");
    }

    private static WebTestClient.ResponseSpec login(SecondNode node, String address) {
        return from(node, address, HttpMethod.POST, "/login");
    }

    private static WebTestClient.ResponseSpec from(SecondNode node, String address, HttpMethod method, String path) {
        return node.http()
                .method(method)
                .uri(path)
                .header("X-Forwarded-For", address)
                .exchange();
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
