package io.tollgate.billing.engine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Usage that is billed with an invoice of Stripe's.
 *
 * @param countedTo up to when usage is billed with it
 * @param sequence up to which event
 */
record StripeBill(
        String invoiceId, UUID subscriptionId, Instant countedTo, long sequence, List<StripeUsageLine> lines) {

    StripeBill {
        lines = List.copyOf(lines);
    }
}
