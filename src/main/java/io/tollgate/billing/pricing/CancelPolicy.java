package io.tollgate.billing.pricing;

import java.time.Instant;

/** What a customer who cancels in the middle of a period gets back. The day of the cancellation is free. */
public enum CancelPolicy {

    /** Nothing. */
    NONE,

    /** The rest as credit for later invoices. */
    CREDIT,

    /** The rest as money, as far as it was paid. */
    REFUND;

    /** In minor units, 0 or more. */
    public long amount(Proration period, Billed billed, Instant cancelled) {
        return this == NONE ? 0 : period.credit(billed, cancelled);
    }
}
