package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code invoice.paid}: also when it was paid out of band. */
@Component
class InvoicePaid implements StripeEventHandler {

    private final PaymentSync sync;

    InvoicePaid(PaymentSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.paid");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.syncUnlessPaid(String.valueOf(event.objectId()), run);
    }
}
