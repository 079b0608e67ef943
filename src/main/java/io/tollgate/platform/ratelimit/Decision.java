package io.tollgate.platform.ratelimit;

import io.tollgate.platform.ratelimit.Policy.By;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the limits say to one request.
 *
 * @param refused the policy to wait longest for; null when the request is allowed
 * @param waitMicros until it would be allowed
 */
record Decision(List<Quota> quotas, @Nullable Policy refused, long waitMicros) {

    static final Decision FREE = new Decision(List.of(), null, 0);

    private static final long SECOND = 1_000_000;

    /** What is left under one policy. */
    record Quota(Policy policy, long remaining, long resetMicros) {

        String header() {
            return "\"" + policy.name() + "\";r=" + remaining + ";t=" + Math.ceilDiv(resetMicros, SECOND);
        }
    }

    Decision and(Decision other) {
        return new Decision(
                Stream.concat(quotas.stream(), other.quotas.stream()).toList(),
                refused != null ? refused : other.refused,
                Math.max(waitMicros, other.waitMicros));
    }

    /** {@code "login";q=5;w=60, "login-ip";q=30;w=60}; empty where there is nothing to tell. */
    String policyHeader() {
        return told().map(quota -> quota.policy().header()).collect(Collectors.joining(", "));
    }

    /** {@code "login";r=4;t=12, "login-ip";r=29;t=2}; t is the time until the quota is whole again. */
    String quotaHeader() {
        return told().map(Quota::header).collect(Collectors.joining(", "));
    }

    /**
     * Whoever names an account shares its bucket with its owner: what is left there would tell when the owner uses it. Of those
     * buckets the answers tell only what they must, that they are empty.
     */
    private Stream<Quota> told() {
        return quotas.stream().filter(quota -> quota.policy().by() != By.KEY);
    }

    /** 429 in the words of the original system, or null when the request is allowed. */
    @Nullable ApiException refusal() {
        return refused == null
                ? null
                : new ApiException(ErrorCode.RATE_LIMITED, "Rate limit exceeded: " + refused.words())
                        .retryAfter(Duration.of(waitMicros, ChronoUnit.MICROS));
    }
}
