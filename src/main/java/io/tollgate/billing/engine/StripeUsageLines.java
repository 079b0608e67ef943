package io.tollgate.billing.engine;

import io.tollgate.billing.payment.NewInvoiceListener;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.subscription.SubscriptionRepository;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Adds what was used to the invoices of subscriptions that Stripe runs, while they are drafts: Stripe waits an hour after
 * {@code invoice.created}. What comes too late for that goes on the next one; after the last one it is {@link StripeEnd}'s.
 */
@Component
class StripeUsageLines implements NewInvoiceListener {

    private final StripeBills bills;
    private final StripeBilling billing;
    private final StripePlacing placing;
    private final StripeInvoices invoices;
    private final SubscriptionRepository subscriptions;

    StripeUsageLines(
            StripeBills bills,
            StripeBilling billing,
            StripePlacing placing,
            StripeInvoices invoices,
            SubscriptionRepository subscriptions) {
        this.bills = bills;
        this.billing = billing;
        this.placing = placing;
        this.invoices = invoices;
        this.subscriptions = subscriptions;
    }

    /** Where nothing is counted, Stripe need not be asked. However often it is told of, each line is there once. */
    @Override
    public Mono<Void> made(String invoiceId) {
        return bills.anyCharges()
                .filter(any -> any)
                .flatMap(_ -> invoices.retrieve(invoiceId))
                .filter(invoice ->
                        "subscription_cycle".equals(invoice.billingReason()) && invoice.subscriptionId() != null)
                .flatMap(this::bill);
    }

    /** What is on its way first, so that this draft takes what another did not; a line that cannot be placed stops no other. */
    private Mono<Void> bill(StripeInvoice invoice) {
        return subscriptions
                .findByStripeId(Objects.requireNonNull(invoice.subscriptionId()))
                .flatMap(subscription -> placing.place(subscription)
                        .onErrorComplete()
                        .then(Mono.defer(() -> billing.decide(invoice, subscription)))
                        .then(Mono.defer(() -> placing.place(subscription))));
    }
}
