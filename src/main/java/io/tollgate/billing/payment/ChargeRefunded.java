package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code charge.refunded}: some or all of a charge went back; older accounts hear of refunds by this alone. */
@Component
class ChargeRefunded implements StripeEventHandler {

    private final Returns returns;

    ChargeRefunded(Returns returns) {
        this.returns = returns;
    }

    @Override
    public Set<String> types() {
        return Set.of("charge.refunded");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return returns.charge(String.valueOf(event.objectId()), run);
    }
}
