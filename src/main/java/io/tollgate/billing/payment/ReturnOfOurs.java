package io.tollgate.billing.payment;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;

/**
 * The work on an invoice of our own of whose payment Stripe tells that some was given back there, or was lost in a dispute; done
 * where such invoices are collected.
 *
 * @param ends whether the subscription ends with a payment that was lost
 */
public record ReturnOfOurs(UUID invoiceId, String paymentIntentId, boolean ends) {

    public static final JobType<ReturnOfOurs> TYPE =
            new JobType<>("payment.return_of_ours", "billing", ReturnOfOurs.class);

    /** The note on a refund at Stripe that says which credit note of ours it was made for. */
    public static final String NOTE = "credit_note_id";
}
