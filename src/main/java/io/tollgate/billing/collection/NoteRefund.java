package io.tollgate.billing.collection;

import io.tollgate.billing.plan.Money;
import java.util.UUID;

/**
 * Money that is to go back for a credit note, by one payment of its invoice.
 *
 * @param returnedBefore minor units of the payment that had gone back before
 * @param fresh nobody has been asked for it yet
 */
record NoteRefund(UUID noteId, UUID invoiceId, UUID attemptId, Money amount, long returnedBefore, boolean fresh) {}
