package io.tollgate.billing.paymob;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/**
 * Paymob did not do what was asked. What it said itself is left out: it may quote the payer. A handler that lets it pass answers
 * 503 while nobody knows, and 502 for a refusal.
 */
public final class PaymobFailure extends ApiException {

    private static final Duration AGAIN_IN = Duration.ofSeconds(5);

    private final int status;
    private final String reason;

    /** @param status of the answer; 0 when there was none */
    PaymobFailure(int status, String reason) {
        super(isRefusal(status) ? ErrorCode.PAYMENT_PROVIDER_ERROR : ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE);
        this.status = status;
        this.reason = reason;
    }

    /** It was understood and not done; else nobody knows whether it was. */
    public boolean refused() {
        return isRefusal(status);
    }

    /** Our keys are wrong. */
    public boolean notLetIn() {
        return status == 401 || status == 403;
    }

    /** There is nothing of that name. */
    public boolean unknown() {
        return status == 404;
    }

    /** Our word for it: {@code timeout}, {@code status_404}. */
    public String reason() {
        return reason;
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 409 && status != 429;
    }

    @Override
    public HttpHeaders headers() {
        return refused()
                ? super.headers()
                : new ApiException(code()).retryAfter(AGAIN_IN).headers();
    }

    @Override
    public String toString() {
        return "Paymob " + reason + " (status " + status + ")";
    }
}
