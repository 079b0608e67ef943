package io.tollgate.auth.social;

/** A provider did not give what was asked of it. Carries nothing of what it said: that may hold codes and tokens. */
final class ProviderFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final int status;

    /** @param status of the provider's answer; 0 when there was none or it is not the point */
    ProviderFailure(Refusal refusal, int status) {
        super(refusal.reason() + (status == 0 ? "" : " (" + status + ")"), null, false, false);
        this.refusal = refusal;
        this.status = status;
    }

    ProviderFailure(Refusal refusal) {
        this(refusal, 0);
    }

    Refusal refusal() {
        return refusal;
    }

    int status() {
        return status;
    }

    /** True where the provider itself is in trouble, rather than what we asked it. */
    boolean isOutage() {
        return refusal == Refusal.PROVIDER_UNAVAILABLE || refusal == Refusal.ANSWER_UNREADABLE;
    }
}
