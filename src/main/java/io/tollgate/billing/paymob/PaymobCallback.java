package io.tollgate.billing.paymob;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;

/** The work that a callback in the inbox causes. */
record PaymobCallback(UUID id) {

    static final JobType<PaymobCallback> TYPE = new JobType<>("paymob.callback", "billing", PaymobCallback.class);
}
