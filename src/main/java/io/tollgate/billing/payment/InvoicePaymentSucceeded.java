package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code invoice.payment_succeeded}: the same payment as {@code invoice.paid}, which comes too. */
@Component
class InvoicePaymentSucceeded implements StripeEventHandler {

    private final PaymentSync sync;

    InvoicePaymentSucceeded(PaymentSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.payment_succeeded");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.syncUnlessPaid(String.valueOf(event.objectId()), run);
    }
}
