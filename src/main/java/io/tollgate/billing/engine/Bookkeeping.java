package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.InvoiceDocument;
import io.tollgate.billing.invoice.InvoiceDraft;
import io.tollgate.billing.invoice.Invoices;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes what steps have come to, in the caller's transaction: their invoices, what is billed with them, how the subscriptions
 * stand. One step of a subscription at a time, and at most 200.
 */
@Component
class Bookkeeping {

    private final GivingBack givingBack;
    private final Invoices invoices;
    private final StretchRepository stretches;
    private final EngineWrites writes;
    private final Endings endings;

    Bookkeeping(
            GivingBack givingBack,
            Invoices invoices,
            StretchRepository stretches,
            EngineWrites writes,
            Endings endings) {
        this.givingBack = givingBack;
        this.invoices = invoices;
        this.stretches = stretches;
        this.writes = writes;
        this.endings = endings;
    }

    /** @return how the subscriptions stand now */
    Mono<List<EngineSubscription>> write(List<Step> steps) {
        return Flux.fromIterable(steps).concatMap(givingBack::of).collectList().flatMap(this::issue);
    }

    private Mono<List<EngineSubscription>> issue(List<Step> steps) {
        List<InvoiceDraft> drafts =
                steps.stream().filter(Step::asks).map(Step::draft).toList();
        return invoices.issue(drafts, made -> stand(steps, made)).delayUntil(_ -> endings.of(steps));
    }

    /** @param made without what another has issued before: that has been asked for */
    private Mono<List<EngineSubscription>> stand(List<Step> steps, List<InvoiceDocument> made) {
        List<BilledStretch> billed =
                steps.stream().flatMap(step -> step.stretches().stream()).toList();
        List<EngineSubscription> after = BilledNow.fill(steps, made);
        return stretches.write(billed).then(writes.write(after)).thenReturn(after);
    }
}
