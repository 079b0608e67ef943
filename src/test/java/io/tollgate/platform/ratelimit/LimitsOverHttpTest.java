package io.tollgate.platform.ratelimit;

import static io.tollgate.platform.ratelimit.LimitedCalls.callUntilRefused;
import static io.tollgate.platform.ratelimit.LimitedCalls.from;
import static io.tollgate.platform.ratelimit.LimitedCalls.login;
import static io.tollgate.platform.ratelimit.LimitedCalls.mailsUntilRefused;
import static io.tollgate.platform.ratelimit.LimitedCalls.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.CallingAddress;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.redis.Redis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Limits as a client meets them, at two whole nodes. */
class LimitsOverHttpTest {

    /** Limits on, and behind a proxy on the loopback address: X-Forwarded-For says where a test calls from. */
    /** A machine that stops for a moment has its Redis all the same: without it, limits are others. */
    private static final Map<String, String> LIMITED = Map.of(
            "RATE_LIMIT_ENABLED",
            "true",
            "TRUSTED_PROXIES",
            "127.0.0.1,::1",
            "TOLLGATE_ROLES",
            "api",
            "tollgate.redis.command-timeout",
            "15s");

    private static SecondNode one;
    private static SecondNode other;

    private final String address = CallingAddress.next();

    @BeforeAll
    static void start() {
        List<SecondNode> both = AtOnce.times(2, _ -> SecondNode.start(new MutableClock(), LIMITED));
        one = both.getFirst();
        other = both.getLast();
        Awaiting.until(
                () -> one.bean(Redis.class).up() && other.bean(Redis.class).up());
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
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
        refuses(address, () -> login(other, address));
    }

    /** A browser that is told to slow down is still logged in; one whose session is over is not. */
    @Test
    void leavesABrowserItsCookieWhenItRefreshesTooOften() {
        for (String path : List.of("/refresh-token", "/logout")) {
            List<EntityExchangeResult<byte[]>> answers = new ArrayList<>();
            EntityExchangeResult<byte[]> refused = fromBrowser(path);
            while (refused.getStatus().value() != 429) {
                answers.add(refused);
                assertThat(answers).as("not without end").hasSizeLessThan(1_000);
                refused = fromBrowser(path);
            }
            assertThat(refused.getResponseHeaders().containsHeader(HttpHeaders.SET_COOKIE))
                    .isFalse();
            if (path.equals("/refresh-token")) {
                assertThat(answers)
                        .as("not the budget of logins")
                        .hasSizeGreaterThan(100)
                        .allSatisfy(
                                answer -> assertThat(answer.getResponseCookies().getFirst("refresh_token"))
                                        .as("a dead one is taken away")
                                        .isNotNull());
            }
        }
    }

    private EntityExchangeResult<byte[]> fromBrowser(String path) {
        return one.http()
                .post()
                .uri(path)
                .header("X-Forwarded-For", address)
                .header(HttpHeaders.ORIGIN, "http://tollgate.test")
                .cookie("refresh_token", "no-longer-good")
                .exchange()
                .expectBody()
                .returnResult();
    }

    @Test
    void givesNoNewBucketToWhoInventsForwardedAddresses() {
        for (String invented : List.of("203.0.113.1", "nonsense", "127.0.0.1", "2001:db8::1, 203.0.113.9")) {
            refuses(address, () -> login(one, invented + ", " + address));
        }
    }

    @Test
    void countsAnIpv6SiteAsOneClient() {
        String site = "2001:db8:%x:%x".formatted(random(0xFFFF), random(0xFFFF));
        refuses(site + "::1", () -> login(one, site + ":dead:beef:1:2"));
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

    /** Counted by what was asked for, not by what there is: else the budget would tell who has an account. */
    @Test
    void endsTheBudgetOfMailsAtTheSamePointWhetherOrNotThereIsAnAccount() {
        String known = one.users().signUp().user().email();
        for (String path : List.of("/forget-password", "/request/login-code")) {
            assertThat(mailsUntilRefused(one, path, known))
                    .isEqualTo(mailsUntilRefused(one, path, "x" + known))
                    .isPositive();
        }
    }

    /** The mailbox is who is spared: neither another address nor another session of its owner gets it more mails. */
    @Test
    void endsTheBudgetOfMailsToAnUnprovenMailbox() {
        TestUser user = one.users().unverified();
        List<WebTestClient.ResponseSpec> answers = IntStream.rangeClosed(0, 3)
                .mapToObj(i -> LimitedCalls.signedIn(i % 2 == 0 ? one : other, user, "/request/verify"))
                .toList();
        answers.subList(0, 3).forEach(answer -> answer.expectStatus().isAccepted());
        answers.getLast()
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("Rate limit exceeded: 2 per 1 hour");
    }

    /** Refused with the others of this address. A request flows back every two seconds: it may be just this one, but not five times. */
    private static void refuses(String address, Supplier<WebTestClient.ResponseSpec> call) {
        assertThat(IntStream.range(0, 5).map(_ -> {
                    callUntilRefused(one, address).expectBody().returnResult();
                    return call.get().expectBody().returnResult().getStatus().value();
                }))
                .contains(429);
    }
}
