package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code invoice.payment_action_required}: the payer has to confirm it with their bank. */
@Component
class InvoicePaymentActionRequired implements StripeEventHandler {

    private final PaymentSync sync;

    InvoicePaymentActionRequired(PaymentSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.payment_action_required");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.sync(String.valueOf(event.objectId()), run);
    }
}
