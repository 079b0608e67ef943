package io.tollgate.billing.stripe;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Stripe did not do what was asked. A handler that lets it pass answers 503 with {@code Retry-After} when asking again may
 * help, and 502 when it will not. Stripe's own message is left out everywhere: it may quote e-mail addresses. The request id
 * finds it in Stripe's dashboard.
 */
public final class StripeFailure extends ApiException {

    static final String KEY_SPENT = "key_spent";

    private static final Duration AGAIN_IN = Duration.ofSeconds(5);

    /** What kind of failure it was. */
    public enum Kind {
        /** A parameter is wrong, or the object is in no state for this. */
        INVALID_REQUEST,
        /** There is no such object. */
        NOT_FOUND,
        /** The card was declined. */
        CARD,
        /** The key was used with other parameters, or a request with it is still running. */
        IDEMPOTENCY,
        /** Our key is wrong or may not do this. */
        AUTHENTICATION,
        /** Too many requests. */
        RATE_LIMITED,
        /** No usable answer: nobody knows whether it was done, unless the circuit breaker kept it from being sent. */
        UNAVAILABLE
    }

    private final Kind kind;
    private final int status;
    private final @Nullable String stripeCode;
    private final @Nullable String declineCode;
    private final @Nullable String param;
    private final @Nullable String requestId;
    private final boolean retryable;

    StripeFailure(
            Kind kind,
            int status,
            @Nullable String stripeCode,
            @Nullable String declineCode,
            @Nullable String param,
            @Nullable String requestId,
            boolean retryable) {
        super(
                retryable || kind == Kind.UNAVAILABLE || kind == Kind.RATE_LIMITED
                        ? ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE
                        : ErrorCode.PAYMENT_PROVIDER_ERROR);
        this.kind = kind;
        this.status = status;
        this.stripeCode = stripeCode;
        this.declineCode = declineCode;
        this.param = param;
        this.requestId = requestId;
        this.retryable = retryable;
    }

    /** No answer came. @param reason a word of ours, {@code timeout} or {@code circuit_open} */
    static StripeFailure unavailable(String reason, boolean retryable) {
        return new StripeFailure(Kind.UNAVAILABLE, 0, reason, null, null, null, retryable);
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status of Stripe's answer; 0 when there was none. */
    public int status() {
        return status;
    }

    /** Stripe's error code such as {@code resource_missing}, or our own word when there was no answer of its own to this request. */
    public @Nullable String stripeCode() {
        return stripeCode;
    }

    /** Why the bank said no, such as {@code insufficient_funds}; null where it did not say. */
    public @Nullable String declineCode() {
        return declineCode;
    }

    /** The parameter that Stripe complains about. */
    public @Nullable String param() {
        return param;
    }

    /** Stripe's id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** Whether the same request with the same key may yet succeed. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Stripe repeated the server error of an earlier request: only another key can succeed. */
    boolean isKeySpent() {
        return KEY_SPENT.equals(stripeCode);
    }

    @Override
    public HttpHeaders headers() {
        return retryable || isKeySpent()
                ? new ApiException(code()).retryAfter(AGAIN_IN).headers()
                : super.headers();
    }

    @Override
    public String toString() {
        return "Stripe %s (status %d, code %s, param %s, request %s)"
                .formatted(kind, status, stripeCode, param, requestId);
    }
}
