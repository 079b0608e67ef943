package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code charge.dispute.updated}: evidence was given, or the deadline has moved. */
@Component
class DisputeUpdated implements StripeEventHandler {

    private final Returns returns;

    DisputeUpdated(Returns returns) {
        this.returns = returns;
    }

    @Override
    public Set<String> types() {
        return Set.of("charge.dispute.updated");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return returns.dispute(String.valueOf(event.objectId()), run);
    }
}
