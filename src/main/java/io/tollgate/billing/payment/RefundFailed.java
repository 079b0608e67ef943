package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code refund.failed}: the bank has sent the money back, days after it seemed to have arrived. */
@Component
class RefundFailed implements StripeEventHandler {

    private final Returns returns;

    RefundFailed(Returns returns) {
        this.returns = returns;
    }

    @Override
    public Set<String> types() {
        return Set.of("refund.failed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return returns.refund(String.valueOf(event.objectId()), run);
    }
}
