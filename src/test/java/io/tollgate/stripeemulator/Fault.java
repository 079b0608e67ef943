package io.tollgate.stripeemulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A disturbance ordered for requests.
 *
 * @param method the method it hits, {@code *} for all
 * @param path a path with {@code *} for any run of characters, such as {@code /v1/checkout/*}
 * @param times how many requests it hits; 0 or less means all until the faults are cleared
 * @param performs whether the request takes effect although it seems to fail
 * @param status status of a {@link Kind#STATUS} fault
 * @param shouldRetry value of {@code Stripe-Should-Retry}; null sends no such header
 * @param rateLimitedReason value of {@code Stripe-Rate-Limited-Reason}; null sends no such header
 * @param delay how long a {@link Kind#SLOW} answer takes
 */
public record Fault(
        Kind kind,
        String method,
        String path,
        int times,
        boolean performs,
        int status,
        @Nullable Boolean shouldRetry,
        @Nullable String rateLimitedReason,
        Duration delay) {

    /** What the caller sees. */
    public enum Kind {
        /** An error status at once. */
        STATUS,
        /** The connection is closed without an answer. */
        RESET,
        /** No answer ever; the connection stays open. */
        TIMEOUT,
        /** The right answer, late. */
        SLOW,
        /** The right answer, once the faults are cleared. */
        HELD
    }

    /** The request is refused with {@code status} and has no effect. */
    public static Fault status(int status) {
        return new Fault(Kind.STATUS, "*", "*", 1, false, status, null, null, Duration.ZERO);
    }

    /** A 429 with the reason Stripe names in its header, such as {@code global-rate}. */
    public static Fault rateLimited(String reason) {
        return new Fault(Kind.STATUS, "*", "*", 1, false, 429, null, reason, Duration.ZERO);
    }

    /** The connection breaks before the request has an effect; see {@link #performing()}. */
    public static Fault reset() {
        return new Fault(Kind.RESET, "*", "*", 1, false, 0, null, null, Duration.ZERO);
    }

    /** The request takes effect, its idempotent result is stored, and no answer ever comes. */
    public static Fault timeoutAfterAccepting() {
        return new Fault(Kind.TIMEOUT, "*", "*", 1, true, 0, null, null, Duration.ZERO);
    }

    /** The request takes effect at once and is answered after {@code delay}. */
    public static Fault slow(Duration delay) {
        return new Fault(Kind.SLOW, "*", "*", 1, true, 0, null, null, delay);
    }

    /** The request takes effect at once and is answered when the faults are cleared. */
    public static Fault held() {
        return new Fault(Kind.HELD, "*", "*", 1, true, 0, null, null, Duration.ZERO);
    }

    public Fault on(String otherMethod, String otherPath) {
        return new Fault(kind, otherMethod, otherPath, times, performs, status, shouldRetry, rateLimitedReason, delay);
    }

    public Fault times(int count) {
        return new Fault(kind, method, path, count, performs, status, shouldRetry, rateLimitedReason, delay);
    }

    public Fault untilCleared() {
        return times(0);
    }

    /** The same disturbance, but the request takes effect. */
    public Fault performing() {
        return new Fault(kind, method, path, times, true, status, shouldRetry, rateLimitedReason, delay);
    }

    public Fault shouldRetry(boolean retry) {
        return new Fault(kind, method, path, times, performs, status, retry, rateLimitedReason, delay);
    }
}
