package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Decides, once per invoice of Stripe's, what of a subscription's usage is billed with it. The lines wait for a draft: this invoice
 * while it is one, or else the next.
 */
@Component
class StripeBilling {

    private final StripeBills bills;
    private final StripeLines lines;
    private final StripeCounting counting;
    private final Offers offers;
    private final TransactionalOperator tx;

    StripeBilling(
            StripeBills bills, StripeLines lines, StripeCounting counting, Offers offers, TransactionalOperator tx) {
        this.bills = bills;
        this.lines = lines;
        this.counting = counting;
        this.offers = offers;
        this.tx = tx;
    }

    /** Bears repetition. What has ended is billed by its end, with what still waits. */
    Mono<Void> decide(StripeInvoice invoice, Subscription subscription) {
        return bills.lock(subscription.id())
                .then(Mono.defer(() -> bills.ended(subscription.id()).hasElement()))
                .filter(ended -> !ended)
                .flatMap(_ -> bill(invoice, subscription).then(Mono.defer(() -> adopt(invoice, subscription))))
                .as(tx::transactional);
    }

    private Mono<Void> bill(StripeInvoice invoice, Subscription subscription) {
        return bills.decided(invoice.id())
                .filter(decided -> !decided)
                .flatMap(_ -> bills.counted(subscription.id())
                        .defaultIfEmpty(new StripeBills.Counted(StripeCounting.begin(subscription), 0)))
                .filter(counted -> counted.to().isBefore(invoice.periodStart()))
                .flatMap(counted -> counting.bill(subscription, counted, invoice.periodStart()))
                .filter(StripeCounting.Due::counted)
                .zipWhen(_ -> offers.of(subscription.planVersionId()))
                .flatMap(found -> write(
                        invoice, subscription, found.getT1(), found.getT2().currency()));
    }

    private Mono<Void> write(
            StripeInvoice invoice, Subscription subscription, StripeCounting.Due due, String currency) {
        List<DraftFee> fees = due.fees();
        List<StripeUsageLine> asLines = IntStream.range(0, fees.size())
                .mapToObj(i -> StripeUsageLine.of(invoice.id(), i, fees.get(i), currency))
                .toList();
        StripeBill bill =
                new StripeBill(invoice.id(), subscription.id(), invoice.periodStart(), due.sequence(), asLines);
        return bills.insert(bill);
    }

    /** Drafts of what is cancelled may never be collected; its end is about to be billed. */
    private Mono<Void> adopt(StripeInvoice invoice, Subscription subscription) {
        boolean open =
                invoice.status() == StripeInvoice.Status.DRAFT && subscription.status() != SubscriptionStatus.CANCELED;
        return open ? lines.adopt(subscription.id(), invoice.id()) : Mono.empty();
    }
}
