package io.tollgate.billing.subscription;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;

/**
 * The work on a second subscription that was paid for: cancel it and give the money back. Promised when it is found to be one,
 * and again whenever money arrives for it; done where payments are.
 */
public record DuplicateSubscription(UUID subscriptionId, String providerSubscriptionId) {

    public static final JobType<DuplicateSubscription> TYPE =
            new JobType<>("subscription.duplicate", "billing", DuplicateSubscription.class);
}
