package io.tollgate.billing.stripe;

import io.tollgate.platform.jobs.JobType;

/** The work that an event of the inbox causes. */
record StripeEventJob(String eventId) {

    static final JobType<StripeEventJob> TYPE = new JobType<>("stripe.event", "stripe", StripeEventJob.class);
}
