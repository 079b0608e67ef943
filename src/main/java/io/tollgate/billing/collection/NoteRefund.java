package io.tollgate.billing.collection;

import io.tollgate.billing.plan.Money;
import java.util.UUID;

/**
 * Money that is to go back for a credit note, by one payment of its invoice.
 *
 * @param returnedBefore minor units of the payment that had gone back when the provider was asked, where it had to be looked for
 * @param asked whether the provider may be asked for it, or has been
 */
record NoteRefund(UUID noteId, UUID invoiceId, UUID attemptId, Money amount, long returnedBefore, Asked asked) {

    enum Asked {
        /** Nobody has been asked yet. */
        NEVER,
        /** Whether that was done may still show. */
        JUST_NOW,
        /** By now it would have shown; it may be asked for again if it has not. */
        LONG_AGO
    }
}
