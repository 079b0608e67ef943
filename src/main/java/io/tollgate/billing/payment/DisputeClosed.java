package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code charge.dispute.closed}: won or lost. */
@Component
class DisputeClosed implements StripeEventHandler {

    private final Returns returns;

    DisputeClosed(Returns returns) {
        this.returns = returns;
    }

    @Override
    public Set<String> types() {
        return Set.of("charge.dispute.closed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return returns.dispute(String.valueOf(event.objectId()), run);
    }
}
