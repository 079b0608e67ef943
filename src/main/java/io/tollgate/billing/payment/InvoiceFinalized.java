package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code invoice.finalized}: it is owed from now on. */
@Component
class InvoiceFinalized implements StripeEventHandler {

    private final PaymentSync sync;

    InvoiceFinalized(PaymentSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.finalized");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.syncUnlessKnown(String.valueOf(event.objectId()), run);
    }
}
