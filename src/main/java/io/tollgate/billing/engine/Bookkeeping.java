package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceDraft;
import io.tollgate.billing.invoice.Invoices;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes what steps have come to, in the caller's transaction: their invoices, what is billed with them, how the subscriptions
 * stand. One step of a subscription at a time, and at most 256.
 */
@Component
class Bookkeeping {

    private final GivingBack givingBack;
    private final Invoices invoices;
    private final BilledBases bases;
    private final StretchRepository stretches;
    private final EngineWrites writes;
    private final Endings endings;

    Bookkeeping(
            GivingBack givingBack,
            Invoices invoices,
            BilledBases bases,
            StretchRepository stretches,
            EngineWrites writes,
            Endings endings) {
        this.givingBack = givingBack;
        this.invoices = invoices;
        this.bases = bases;
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
        List<BilledStretch> billed =
                steps.stream().flatMap(step -> step.stretches().stream()).toList();
        return issued(drafts)
                .flatMap(made -> bases.fill(steps, made))
                .delayUntil(after -> stretches.write(billed).then(writes.write(after)))
                .delayUntil(_ -> endings.of(steps));
    }

    /** What another has issued before is left out: it has been asked for. */
    private Mono<Map<UUID, Invoice>> issued(List<InvoiceDraft> drafts) {
        return drafts.isEmpty() ? Mono.just(Map.of()) : invoices.issue(drafts).collectMap(Bookkeeping::subscription);
    }

    private static UUID subscription(Invoice invoice) {
        UUID id = invoice.subscriptionId();
        if (id == null) {
            throw new IllegalStateException("An invoice of no subscription: " + invoice.id());
        }
        return id;
    }
}
