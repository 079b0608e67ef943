package io.tollgate.billing.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/** {@code tollgate.webhooks.attempts}, by outcome: {@code delivered}, {@code failed}. */
@Component
class WebhookMetrics {

    private static final String NAME = "tollgate.webhooks.attempts";

    private final Timer delivered;
    private final Timer failed;

    WebhookMetrics(MeterRegistry registry) {
        this.delivered = registry.timer(NAME, "outcome", "delivered");
        this.failed = registry.timer(NAME, "outcome", "failed");
    }

    void count(Attempt attempt) {
        (attempt.delivered() ? delivered : failed).record(attempt.took());
    }
}
