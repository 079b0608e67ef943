package io.tollgate.billing.engine;

import io.tollgate.billing.payment.NewInvoiceListener;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeInvoiceItem;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoiceItems;
import io.tollgate.billing.stripe.StripeInvoices;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Adds what was used to the invoices of subscriptions that Stripe runs, while they are drafts: Stripe waits an hour after
 * {@code invoice.created}. What goes on an invoice is decided once and written down; each line has a key of its own, so however
 * often the event comes, it is asked for once.
 */
@Component
class StripeUsageLines implements NewInvoiceListener {

    private final StripeBills bills;
    private final StripeBilling billing;
    private final StripeInvoices invoices;
    private final StripeInvoiceItems items;

    StripeUsageLines(StripeBills bills, StripeBilling billing, StripeInvoices invoices, StripeInvoiceItems items) {
        this.bills = bills;
        this.billing = billing;
        this.invoices = invoices;
        this.items = items;
    }

    /** Where nothing is counted, Stripe need not be asked. */
    @Override
    public Mono<Void> made(String invoiceId) {
        return bills.anyCharges()
                .filter(any -> any)
                .flatMap(_ -> invoices.retrieve(invoiceId))
                .filter(invoice -> "subscription_cycle".equals(invoice.billingReason())
                        && invoice.subscriptionId() != null
                        && invoice.customerId() != null)
                .flatMap(invoice -> billing.decide(invoice).flatMap(bill -> add(invoice, bill)));
    }

    private Mono<Void> add(StripeInvoice invoice, StripeBill bill) {
        return Flux.range(0, bill.lines().size())
                .concatMap(place -> items.create(
                        IdempotencyKey.of("usage:" + place, bill.invoiceId(), 1),
                        item(invoice, bill, bill.lines().get(place))))
                .then();
    }

    private static NewStripeInvoiceItem item(StripeInvoice invoice, StripeBill bill, StripeBill.Line line) {
        return new NewStripeInvoiceItem(
                Objects.requireNonNull(invoice.customerId()),
                Objects.requireNonNull(invoice.subscriptionId()),
                bill.draft() ? bill.invoiceId() : null,
                line.amount(),
                line.currency(),
                line.description(),
                line.from(),
                line.to());
    }
}
