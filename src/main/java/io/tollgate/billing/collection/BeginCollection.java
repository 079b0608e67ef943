package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.payment.CollectedPayments;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The first that is done for a new invoice: its payer hears of it, and it is tried to collect. */
@Component
class BeginCollection implements JobHandler<BeginCollection.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("collection.begin", "billing", Payload.class);

    private final Invoices invoices;
    private final CollectedPayments payments;
    private final CollectionMails mails;
    private final Gateways gateways;
    private final Collecting collecting;
    private final CustomerClock clocks;

    BeginCollection(
            Invoices invoices,
            CollectedPayments payments,
            CollectionMails mails,
            Gateways gateways,
            Collecting collecting,
            CustomerClock clocks) {
        this.invoices = invoices;
        this.payments = payments;
        this.mails = mails;
        this.gateways = gateways;
        this.collecting = collecting;
        this.clocks = clocks;
    }

    record Payload(UUID invoiceId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return invoices.find(payload.invoiceId())
                .flatMap(invoice -> run.once(announce(invoice))
                        .then(clocks.own(invoice.userId()).hasElement())
                        // Whoever moves a customer through time collects from them on the way.
                        .flatMap(clocked -> clocked ? Mono.empty() : collecting.collect(invoice.id())));
    }

    private Mono<Void> announce(Invoice invoice) {
        boolean automatic = gateways.of(Provider.of(invoice.provider())).chargesAlone();
        return invoice.amountOpen() == 0
                ? Mono.empty()
                : payments.asked(AskedFor.of(invoice, invoice.amountOpen())).then(mails.issued(invoice, automatic));
    }
}
