package io.tollgate.platform.ratelimit;

import io.tollgate.platform.ratelimit.Policy.By;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The policies and where they apply.
 *
 * @param fallbackShare of each shared limit, what a node allows by itself while Redis is away
 * @param routes the first that matches a request counts
 */
@Validated
@ConfigurationProperties("tollgate.rate-limits")
record RateLimitProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("0.5") @DecimalMin("0.01") @DecimalMax("1.0") double fallbackShare,

        @DefaultValue Map<String, @Valid PolicyProperties> policies,
        @DefaultValue List<@Valid RouteProperties> routes) {

    /** @param burst as many as the limit unless said otherwise */
    record PolicyProperties(
            @Min(1) int limit,
            @DefaultValue("1m") @DurationMin(seconds = 1) Duration period,
            @Nullable @Min(1) Integer burst,
            By by,
            @DefaultValue("false") boolean local) {

        Policy named(String name) {
            return new Policy(name, limit, period, burst == null ? limit : burst, by, local);
        }
    }

    /**
     * @param methods none means any
     * @param policies none means no limit
     */
    record RouteProperties(
            @DefaultValue List<String> methods,
            @NotEmpty List<String> paths,
            @DefaultValue List<String> policies) {}
}
