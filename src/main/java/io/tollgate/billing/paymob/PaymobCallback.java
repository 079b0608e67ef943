package io.tollgate.billing.paymob;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The work that a callback in the inbox causes.
 *
 * @param transactionId what it is about, for a dead letter may outlive its callback; null in jobs that were promised before it was here
 */
record PaymobCallback(UUID id, @Nullable Long transactionId) {

    static final JobType<PaymobCallback> TYPE = new JobType<>("paymob.callback", "billing", PaymobCallback.class);
}
