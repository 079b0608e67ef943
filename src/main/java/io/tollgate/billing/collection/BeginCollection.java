package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.payment.CollectedPayments;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The first that is done for new invoices: their payers hear of them, and it is tried to collect them. */
@Component
class BeginCollection implements JobHandler<BeginCollection.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.begin", "billing", Payload.class);

    private final Invoices invoices;
    private final CollectedPayments payments;
    private final CollectionMails mails;
    private final Gateways gateways;
    private final CustomerClock clocks;
    private final Outbox outbox;

    BeginCollection(
            Invoices invoices,
            CollectedPayments payments,
            CollectionMails mails,
            Gateways gateways,
            CustomerClock clocks,
            Outbox outbox) {
        this.invoices = invoices;
        this.payments = payments;
        this.mails = mails;
        this.gateways = gateways;
        this.clocks = clocks;
        this.outbox = outbox;
    }

    /** @param invoiceIds at most 200 */
    record Payload(List<UUID> invoiceIds) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return invoices.findAll(payload.invoiceIds())
                .filter(invoice -> invoice.amountOpen() > 0)
                .collectList()
                .flatMap(open -> run.once(open.isEmpty() ? Mono.empty() : begin(open)));
    }

    private Mono<Void> begin(List<Invoice> open) {
        return payments.asked(open.stream()
                        .map(invoice -> AskedFor.of(invoice, invoice.amountOpen()))
                        .toList())
                .then(mails.issued(open, invoice -> gateway(invoice).chargesAlone()))
                .then(collect(open.stream()
                        .filter(invoice -> gateway(invoice).collects())
                        .toList()));
    }

    /** Whoever moves a customer through time collects from them on the way. */
    private Mono<Void> collect(List<Invoice> open) {
        return open.isEmpty()
                ? Mono.empty()
                : clocks.clocked(open.stream().map(Invoice::userId).toList())
                        .flatMapMany(clocked -> Flux.fromIterable(open)
                                .filter(invoice -> !clocked.contains(invoice.userId()))
                                .concatMap(this::collect))
                        .then();
    }

    private Mono<Void> collect(Invoice invoice) {
        return outbox.enqueue(CollectInvoice.TYPE, invoice.id().toString(), new CollectInvoice.Payload(invoice.id()));
    }

    private PaymentGateway gateway(Invoice invoice) {
        return gateways.of(Provider.of(invoice.provider()));
    }
}
