package io.tollgate.billing.webhook;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;

/**
 * Payload of the job that makes one attempt.
 *
 * @param round 1 for the first sending, one more for each replay and for each time its job was lost
 */
record DeliveryOrder(UUID deliveryId, int round) {

    /** A topic of its own: receivers may be slow. */
    static final JobType<DeliveryOrder> TYPE = new JobType<>("webhook.deliver", "webhooks", DeliveryOrder.class);
}
