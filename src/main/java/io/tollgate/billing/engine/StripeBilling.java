package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Decides, once per invoice of Stripe's, what of a subscription's usage goes with it. */
@Component
class StripeBilling {

    private final SubscriptionRepository subscriptions;
    private final StripeBills bills;
    private final StretchRepository stretches;
    private final UsageCounts counts;
    private final Offers offers;
    private final TransactionalOperator tx;

    StripeBilling(
            SubscriptionRepository subscriptions,
            StripeBills bills,
            StretchRepository stretches,
            UsageCounts counts,
            Offers offers,
            TransactionalOperator tx) {
        this.subscriptions = subscriptions;
        this.bills = bills;
        this.stretches = stretches;
        this.counts = counts;
        this.offers = offers;
        this.tx = tx;
    }

    /** What was decided, now or before. Empty when it is not about usage of ours. */
    Mono<StripeBill> decide(StripeInvoice invoice) {
        return bills.find(invoice.id())
                .switchIfEmpty(Mono.defer(() -> subscriptions
                        .findByStripeId(Objects.requireNonNull(invoice.subscriptionId()))
                        .flatMap(subscription -> offers.of(subscription.planVersionId())
                                .filter(offer -> !offer.charges().isEmpty())
                                .flatMap(offer -> bill(invoice, subscription, offer)))));
    }

    private Mono<StripeBill> bill(StripeInvoice invoice, Subscription subscription, Offer offer) {
        return bills.counted(subscription.id())
                .defaultIfEmpty(new StripeBills.Counted(begin(subscription), 0))
                .filter(counted -> counted.to().isBefore(invoice.periodStart()))
                .flatMap(counted -> counted(invoice, subscription, offer, counted))
                .as(tx::transactional)
                .then(Mono.defer(() -> bills.find(invoice.id())));
    }

    /** Usage of the trial is free. */
    private static Instant begin(Subscription subscription) {
        Instant trialEnd = subscription.trialEnd();
        return trialEnd == null ? subscription.startedAt() : trialEnd;
    }

    private Mono<Boolean> counted(
            StripeInvoice invoice, Subscription subscription, Offer offer, StripeBills.Counted before) {
        BillingCalendar calendar = BillingCalendar.from(before.to(), ZoneOffset.UTC, offer.interval());
        Stretch stretch =
                new Stretch(subscription.id(), offer.versionId(), calendar, 0, before.to(), invoice.periodStart());
        List<UsageCounts.Wanted> wanted = offer.charges().stream()
                .map(charge -> new UsageCounts.Wanted(charge, stretch))
                .toList();
        UUID id = subscription.id();
        return counts.sequences(List.of(id))
                .flatMap(sequences -> counts.used(wanted)
                        .flatMap(used -> again(stretch, before.sequence()).flatMap(again -> {
                            Known known = Known.ofUsage(
                                    offer, used.getOrDefault(id, Map.of()), again, sequences.getOrDefault(id, 0L));
                            return write(invoice, stretch, known);
                        })));
    }

    private Mono<List<PeriodUsage>> again(Stretch stretch, long sequence) {
        return counts.divided(List.of(stretch))
                .zipWith(
                        counts.late(stretch, sequence),
                        (divided, late) -> Stream.concat(divided.values().stream(), late.stream())
                                .toList());
    }

    private Mono<Boolean> write(StripeInvoice invoice, Stretch stretch, Known known) {
        Arrears arrears = Arrears.of(stretch, known);
        StripeBill bill = new StripeBill(
                invoice.id(),
                stretch.subscriptionId(),
                invoice.status() == StripeInvoice.Status.DRAFT,
                stretch.to(),
                known.sequence(),
                arrears.fees().stream()
                        .filter(fee -> fee.amount() != 0)
                        .map(fee -> StripeBill.Line.of(fee, known.present().currency()))
                        .toList());
        return bills.insert(bill).delayUntil(first -> first ? stretches.write(arrears.stretches()) : Mono.empty());
    }
}
