package io.tollgate.billing.payment;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.subscription.DuplicateSubscription;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionMails;
import io.tollgate.billing.subscription.SubscriptionMails.Attempt;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.billing.subscription.SyncedSubscription;
import io.tollgate.platform.jobs.Outbox;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What follows when a payment has come to be, succeeded or failed once more; in the transaction in which that is written. It is
 * called for every reading, and each mail is sent once.
 */
@Component
class PaymentNews {

    private final SubscriptionMails mails;
    private final Outbox outbox;
    private final MeterRegistry metrics;

    PaymentNews(SubscriptionMails mails, Outbox outbox, MeterRegistry metrics) {
        this.mails = mails;
        this.outbox = outbox;
        this.metrics = metrics;
        // There from the start, at zero, so that the first one is an increase.
        for (PaymentStatus status : PaymentStatus.values()) {
            metrics.counter("tollgate.payments", "status", status.value());
        }
    }

    Mono<Void> spread(InvoiceReading reading, @Nullable Payment before, Payment now, SyncedSubscription synced) {
        Subscription subscription = synced.subscription();
        if (before == null || before.status() != now.status()) {
            metrics.counter("tollgate.payments", "status", now.status().value()).increment();
        }
        if (subscription.duplicate()) {
            return justPaid(before, now) ? refund(subscription) : Mono.empty();
        }
        // Of what has ended there is nothing to confirm, and nothing left to lose.
        return subscription.status() == SubscriptionStatus.CANCELED ? Mono.empty() : mail(reading, now, synced);
    }

    private static boolean justPaid(@Nullable Payment before, Payment now) {
        return now.status() == PaymentStatus.SUCCEEDED
                && (before == null || !before.status().collected());
    }

    private Mono<Void> mail(InvoiceReading reading, Payment payment, SyncedSubscription synced) {
        SubscriptionMails.About about =
                new SubscriptionMails.About(synced.user(), synced.plan(), synced.subscription(), payment.amount());
        return switch (payment.status()) {
            case SUCCEEDED -> receipt(payment, about);
            case PENDING, FAILED -> failure(reading, payment, about);
            default -> Mono.empty();
        };
    }

    private Mono<Void> receipt(Payment payment, SubscriptionMails.About about) {
        return switch (payment.billingReason()) {
            case "subscription_create" -> mails.confirmed(about, payment.providerInvoiceId());
            case "subscription_cycle" -> mails.renewed(about, payment.providerInvoiceId());
            case null, default -> Mono.empty();
        };
    }

    private Mono<Void> failure(InvoiceReading reading, Payment payment, SubscriptionMails.About about) {
        StripeInvoice invoice = reading.invoice();
        Attempt attempt =
                new Attempt(invoice.id(), invoice.attemptCount(), invoice.hostedInvoiceUrl(), invoice.nextAttemptAt());
        if (reading.collection().actionRequired()) {
            return mails.actionRequired(about, attempt);
        }
        return payment.status() == PaymentStatus.FAILED ? mails.paymentFailed(about, attempt) : Mono.empty();
    }

    private Mono<Void> refund(Subscription duplicate) {
        return outbox.enqueue(
                DuplicateSubscription.TYPE,
                duplicate.userId().toString(),
                new DuplicateSubscription(duplicate.id(), Objects.requireNonNull(duplicate.providerSubscriptionId())));
    }
}
