package io.tollgate.auth.session;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a login lasts.
 *
 * @param accessTtl life of an access token
 * @param refreshTtl life of a refresh token: a session that is not used for this long ends
 * @param refreshMaxTtl life of a session, however much it is used
 * @param refreshGrace how long a repeated refresh gets the answer of the first
 * @param stepUpWithin how long ago the user may have proven who they are when it comes to sensitive operations
 * @param revocationPoll how often a node asks the database what was revoked
 */
@Validated
@ConfigurationProperties("tollgate.auth.session")
public record SessionProperties(
        @DefaultValue("15m") Duration accessTtl,
        @DefaultValue("30d") Duration refreshTtl,
        @DefaultValue("90d") Duration refreshMaxTtl,
        @DefaultValue("20s") Duration refreshGrace,
        @DefaultValue("15m") Duration stepUpWithin,
        @DefaultValue("700ms") Duration revocationPoll) {

    @AssertTrue(message = "ACCESS_TOKEN_TTL must be between 10s and 24h") boolean isAccessTtlSane() {
        return between(accessTtl, Duration.ofSeconds(10), Duration.ofHours(24));
    }

    @AssertTrue(
            message =
                    "REFRESH_TOKEN_TTL must be longer than ACCESS_TOKEN_TTL, and no longer than REFRESH_TOKEN_MAX_TTL")
    boolean isRefreshTtlSane() {
        return between(refreshTtl, accessTtl, refreshMaxTtl);
    }

    @AssertTrue(message = "REFRESH_TOKEN_GRACE must be between 0s and 2m") boolean isRefreshGraceSane() {
        return between(refreshGrace, Duration.ZERO, Duration.ofMinutes(2));
    }

    @AssertTrue(message = "STEP_UP_WITHIN must be between 1m and 24h") boolean isStepUpWithinSane() {
        return between(stepUpWithin, Duration.ofMinutes(1), Duration.ofHours(24));
    }

    @AssertTrue(message = "tollgate.auth.session.revocation-poll must be between 50ms and 1s") boolean isRevocationPollSane() {
        return between(revocationPoll, Duration.ofMillis(50), Duration.ofSeconds(1));
    }

    private static boolean between(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }
}
