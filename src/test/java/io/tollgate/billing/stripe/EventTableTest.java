package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which events are listened to: a small class each. */
@IntegrationTest
class EventTableTest {

    @Autowired
    private StripeEventTable table;

    @Test
    void hasAClassOfItsOwnForEachEvent() {
        SortedMap<String, String> names = table.names();
        assertThat(names)
                .containsKeys(
                        "checkout.session.completed",
                        "checkout.session.async_payment_succeeded",
                        "checkout.session.async_payment_failed",
                        "checkout.session.expired",
                        "customer.subscription.created",
                        "customer.subscription.updated",
                        "customer.subscription.deleted",
                        "customer.subscription.paused",
                        "customer.subscription.resumed",
                        "customer.subscription.trial_will_end",
                        "customer.subscription.pending_update_applied",
                        "customer.subscription.pending_update_expired",
                        "invoice.created",
                        "invoice.finalized",
                        "invoice.paid",
                        "invoice.payment_succeeded",
                        "invoice.payment_failed",
                        "invoice.payment_action_required",
                        "invoice.voided",
                        "invoice.marked_uncollectible",
                        "refund.created",
                        "refund.updated",
                        "refund.failed",
                        "charge.refunded",
                        "charge.dispute.created",
                        "charge.dispute.updated",
                        "charge.dispute.closed",
                        "customer.updated",
                        "customer.deleted",
                        "payment_method.attached",
                        "payment_method.detached",
                        "payment_intent.succeeded");
        Map<String, Long> types = names.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("tollgate.test"))
                .collect(Collectors.groupingBy(Map.Entry::getValue, Collectors.counting()));
        assertThat(types.values()).containsOnly(1L);
    }
}
