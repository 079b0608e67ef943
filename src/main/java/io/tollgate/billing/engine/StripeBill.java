package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Usage that goes on an invoice of Stripe's.
 *
 * @param draft whether on this one; else it was final when we heard of it, and the next one has it
 * @param countedTo up to when usage is billed with it
 * @param sequence up to which event
 */
record StripeBill(
        String invoiceId, UUID subscriptionId, boolean draft, Instant countedTo, long sequence, List<Line> lines) {

    StripeBill {
        lines = List.copyOf(lines);
    }

    /** @param amount minor units; below zero for a credit */
    record Line(String description, long amount, String currency, Instant from, Instant to) {

        static Line of(DraftFee fee, String currency) {
            return new Line(fee.description(), fee.amount(), currency, fee.periodStart(), fee.periodEnd());
        }
    }
}
