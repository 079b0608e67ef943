package io.tollgate.billing.stripe;

/**
 * An event that is none of ours, though its type is: another product uses the same Stripe account. A handler ends with it,
 * also within {@link io.tollgate.platform.jobs.JobRun#once}; the event is then recorded as ignored and not tried again.
 */
public final class IgnoredEvent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IgnoredEvent(String reason) {
        super(reason, null, false, false);
    }
}
