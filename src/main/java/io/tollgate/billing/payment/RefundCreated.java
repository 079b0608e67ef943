package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code refund.created}: money goes back, by an administrator or by hand at Stripe. */
@Component
class RefundCreated implements StripeEventHandler {

    private final Returns returns;

    RefundCreated(Returns returns) {
        this.returns = returns;
    }

    @Override
    public Set<String> types() {
        return Set.of("refund.created");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return returns.refund(String.valueOf(event.objectId()), run);
    }
}
