package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.CustomerLock;
import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.subscription.SubscriptionOwner;
import io.tollgate.billing.subscription.SubscriptionSync;
import io.tollgate.billing.subscription.SyncedSubscription;
import io.tollgate.platform.jobs.JobRun;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Records the payment of an invoice as Stripe has it now, and brings its subscription in step on the way: the invoice may be
 * heard of before the subscription is. The payment itself never says anything about the subscription's status; a late one of
 * a cancelled subscription is money received and no more.
 */
@Component
class PaymentSync {

    private final InvoiceReader reader;
    private final SubscriptionSync subscriptions;
    private final SubscriptionOwner owner;
    private final CustomerLock lock;
    private final PaymentRepository payments;
    private final AttemptRepository attempts;
    private final PaymentDraft draft;
    private final PaymentNews news;
    private final PaymentWebhooks webhooks;

    PaymentSync(
            InvoiceReader reader,
            SubscriptionSync subscriptions,
            SubscriptionOwner owner,
            CustomerLock lock,
            PaymentRepository payments,
            AttemptRepository attempts,
            PaymentDraft draft,
            PaymentNews news,
            PaymentWebhooks webhooks) {
        this.reader = reader;
        this.subscriptions = subscriptions;
        this.owner = owner;
        this.lock = lock;
        this.payments = payments;
        this.attempts = attempts;
        this.draft = draft;
        this.news = news;
        this.webhooks = webhooks;
    }

    Mono<Void> sync(String invoiceId, JobRun run) {
        return reader.read(invoiceId)
                .flatMap(reading -> run.once(record(reading)
                        .filter(ours -> ours)
                        .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not an invoice of ours")))
                        .then()));
    }

    /** For an event that says no more than that there is an invoice. */
    Mono<Void> syncUnlessKnown(String invoiceId, JobRun run) {
        return syncUnless(payments.findByInvoice(invoiceId).hasElement(), invoiceId, run);
    }

    /**
     * For an event that says no more than that the invoice is paid: {@code invoice.paid} and {@code invoice.payment_succeeded}
     * come together, and whichever is second has nothing to tell.
     */
    Mono<Void> syncUnlessPaid(String invoiceId, JobRun run) {
        return syncUnless(
                payments.findByInvoice(invoiceId)
                        .filter(payment -> payment.status().collected())
                        .hasElement(),
                invoiceId,
                run);
    }

    private Mono<Void> syncUnless(Mono<Boolean> known, String invoiceId, JobRun run) {
        return known.flatMap(nothingNew -> nothingNew ? Mono.empty() : sync(invoiceId, run));
    }

    /** Writes a reading. Wants a transaction round it. Empty when the invoice is somebody else's. */
    Mono<Boolean> record(InvoiceReading reading) {
        return reading.subscription() == null
                ? recordAlone(reading)
                : subscriptions.apply(reading.subscription(), null).flatMap(synced -> record(reading, synced));
    }

    private Mono<Boolean> record(InvoiceReading reading, SyncedSubscription synced) {
        return write(
                        reading,
                        synced.user().id(),
                        synced.subscription().id(),
                        (before, now) -> news.spread(reading, before, now, synced))
                .thenReturn(true);
    }

    private Mono<Boolean> recordAlone(InvoiceReading reading) {
        return Mono.justOrEmpty(reading.invoice().customerId())
                .delayUntil(lock::acquire)
                .flatMap(owner::byCustomer)
                .flatMap(user ->
                        write(reading, user.id(), null, (_, _) -> Mono.empty()).thenReturn(true));
    }

    /** What follows from a reading. */
    private interface Then {
        Mono<Void> of(@Nullable Payment before, Payment now);
    }

    private Mono<Void> write(InvoiceReading reading, UUID userId, @Nullable UUID subscriptionId, Then then) {
        return payments.findByInvoice(reading.invoice().id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(before -> Mono.justOrEmpty(draft.of(reading, userId, subscriptionId, before.orElse(null)))
                        .flatMap(payments::upsert)
                        .delayUntil(now ->
                                attempts.record(now.id(), reading.collection().charges()))
                        .delayUntil(now -> webhooks.written(before.orElse(null), now))
                        .flatMap(now -> then.of(before.orElse(null), now)));
    }
}
