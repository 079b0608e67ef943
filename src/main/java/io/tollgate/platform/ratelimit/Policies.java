package io.tollgate.platform.ratelimit;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The configured policies by name. */
@Component
class Policies {

    private final Map<String, Policy> byName;
    private final Map<String, Policy> stricter;

    Policies(RateLimitProperties properties) {
        byName = properties.policies().entrySet().stream()
                .map(entry -> entry.getValue().named(entry.getKey()))
                .collect(Collectors.toUnmodifiableMap(Policy::name, Function.identity()));
        stricter = byName.values().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Policy::name, policy -> policy.stricter(properties.fallbackShare())));
    }

    Policy named(String name) {
        Policy policy = byName.get(name);
        if (policy == null) {
            throw new IllegalArgumentException("tollgate.rate-limits.policies: there is no policy " + name);
        }
        return policy;
    }

    Policy stricter(Policy policy) {
        return Objects.requireNonNull(stricter.get(policy.name()), policy.name());
    }
}
