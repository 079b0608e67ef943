package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code invoice.created}: a draft, or by now more. */
@Component
class InvoiceCreated implements StripeEventHandler {

    private final PaymentSync sync;

    InvoiceCreated(PaymentSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.created");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.syncUnlessKnown(String.valueOf(event.objectId()), run);
    }
}
