package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.CustomerLock;
import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.SubscriptionOwner;
import io.tollgate.billing.subscription.SubscriptionSync;
import io.tollgate.billing.subscription.SyncedSubscription;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.time.Ids;
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

    private final StripeInvoices stripe;
    private final SubscriptionSync subscriptions;
    private final SubscriptionOwner owner;
    private final CustomerLock lock;
    private final PaymentRepository payments;
    private final PaymentNews news;
    private final Ids ids;

    PaymentSync(
            StripeInvoices stripe,
            SubscriptionSync subscriptions,
            SubscriptionOwner owner,
            CustomerLock lock,
            PaymentRepository payments,
            PaymentNews news,
            Ids ids) {
        this.stripe = stripe;
        this.subscriptions = subscriptions;
        this.owner = owner;
        this.lock = lock;
        this.payments = payments;
        this.news = news;
        this.ids = ids;
    }

    Mono<Void> sync(String invoiceId, JobRun run) {
        return read(invoiceId)
                .flatMap(reading -> run.once(record(reading)
                        .filter(ours -> ours)
                        .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not an invoice of ours")))
                        .then()));
    }

    private Mono<InvoiceReading> read(String invoiceId) {
        return stripe.retrieve(invoiceId)
                .flatMap(invoice -> Mono.justOrEmpty(invoice.subscriptionId())
                        .flatMap(subscriptions::read)
                        .map(subscription -> new InvoiceReading(invoice, subscription))
                        .defaultIfEmpty(new InvoiceReading(invoice, null)));
    }

    /** Empty when the invoice is somebody else's. */
    private Mono<Boolean> record(InvoiceReading reading) {
        return reading.subscription() == null
                ? recordAlone(reading.invoice())
                : subscriptions
                        .apply(reading.subscription(), null)
                        .flatMap(synced -> record(reading.invoice(), synced));
    }

    private Mono<Boolean> record(StripeInvoice invoice, SyncedSubscription synced) {
        UUID subscriptionId = synced.subscription().id();
        return Mono.justOrEmpty(payment(invoice, synced.user().id(), subscriptionId))
                .flatMap(payments::upsert)
                .flatMap(payment -> news.spread(payment, synced))
                .thenReturn(true);
    }

    private Mono<Boolean> recordAlone(StripeInvoice invoice) {
        return Mono.justOrEmpty(invoice.customerId())
                .delayUntil(lock::acquire)
                .flatMap(owner::byCustomer)
                .flatMap(user -> Mono.justOrEmpty(payment(invoice, user.id(), null))
                        .flatMap(payments::upsert)
                        .thenReturn(true));
    }

    /** Empty while there is nothing to tell of: a draft, or an invoice that nobody has tried to collect. */
    private Optional<Payment> payment(StripeInvoice invoice, UUID userId, @Nullable UUID subscriptionId) {
        return switch (invoice.status()) {
            case PAID ->
                Optional.of(payment(invoice, userId, subscriptionId, PaymentStatus.SUCCEEDED, invoice.amountPaid(), 0));
            case OPEN, UNCOLLECTIBLE, VOID ->
                Optional.of(invoice.attemptCount())
                        .filter(attempt -> attempt > 0)
                        .map(attempt -> payment(
                                invoice, userId, subscriptionId, PaymentStatus.FAILED, invoice.amountDue(), attempt));
            case DRAFT, UNKNOWN -> Optional.empty();
        };
    }

    private Payment payment(
            StripeInvoice invoice,
            UUID userId,
            @Nullable UUID subscriptionId,
            PaymentStatus status,
            long cents,
            int failedAttempt) {
        return new Payment(
                ids.next(),
                userId,
                subscriptionId,
                Provider.STRIPE,
                invoice.id(),
                new Money(cents, invoice.currency()),
                status,
                invoice.billingReason(),
                failedAttempt,
                invoice.paidAt(),
                invoice.createdAt());
    }
}
