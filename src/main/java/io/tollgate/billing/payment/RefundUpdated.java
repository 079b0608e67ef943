package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code refund.updated}: it has got on, or its notes have changed. */
@Component
class RefundUpdated implements StripeEventHandler {

    private final Returns returns;

    RefundUpdated(Returns returns) {
        this.returns = returns;
    }

    @Override
    public Set<String> types() {
        return Set.of("refund.updated");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return returns.refund(String.valueOf(event.objectId()), run);
    }
}
