package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code invoice.created}: a draft, or by now more. */
@Component
class InvoiceCreated implements StripeEventHandler {

    private final PaymentSync sync;
    private final ObjectProvider<NewInvoiceListener> listeners;

    InvoiceCreated(PaymentSync sync, ObjectProvider<NewInvoiceListener> listeners) {
        this.sync = sync;
        this.listeners = listeners;
    }

    @Override
    public Set<String> types() {
        return Set.of("invoice.created");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        String id = String.valueOf(event.objectId());
        return Flux.fromStream(listeners::orderedStream)
                .concatMap(listener -> listener.made(id))
                .then(Mono.defer(() -> sync.syncUnlessKnown(id, run)));
    }
}
