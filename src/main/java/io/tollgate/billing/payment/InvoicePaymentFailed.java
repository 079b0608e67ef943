package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code invoice.payment_failed}: an attempt failed; by now another one may have succeeded. */
@Component
class InvoicePaymentFailed implements StripeEventHandler {

    private final PaymentSync sync;

    InvoicePaymentFailed(PaymentSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.payment_failed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.sync(String.valueOf(event.objectId()), run);
    }
}
