package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code invoice.voided}: nobody owes it any more. */
@Component
class InvoiceVoided implements StripeEventHandler {

    private final PaymentSync sync;

    InvoiceVoided(PaymentSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.voided");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.sync(String.valueOf(event.objectId()), run);
    }
}
