package io.tollgate.billing.payment;

import io.tollgate.billing.subscription.DuplicateSubscription;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionMails;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.billing.subscription.SyncedSubscription;
import io.tollgate.platform.jobs.Outbox;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What follows when a payment has just come to be, succeeded or failed once more. Called once for each, in its transaction, so
 * however many events tell of it there is one mail.
 */
@Component
class PaymentNews {

    private final SubscriptionMails mails;
    private final Outbox outbox;

    PaymentNews(SubscriptionMails mails, Outbox outbox) {
        this.mails = mails;
        this.outbox = outbox;
    }

    Mono<Void> spread(Payment payment, SyncedSubscription synced) {
        Subscription subscription = synced.subscription();
        if (subscription.duplicate()) {
            return payment.status() == PaymentStatus.SUCCEEDED ? refund(subscription) : Mono.empty();
        }
        // Of what has ended there is nothing to confirm, and nothing left to lose.
        return subscription.status() == SubscriptionStatus.CANCELED ? Mono.empty() : mail(payment, synced);
    }

    private Mono<Void> mail(Payment payment, SyncedSubscription synced) {
        SubscriptionMails.About about =
                new SubscriptionMails.About(synced.user(), synced.plan(), synced.subscription(), payment.amount());
        return switch (payment.status()) {
            case SUCCEEDED -> receipt(payment, about);
            case FAILED -> mails.paymentFailed(about);
            case PENDING, REFUNDED -> Mono.empty();
        };
    }

    private Mono<Void> receipt(Payment payment, SubscriptionMails.About about) {
        return switch (payment.billingReason()) {
            case "subscription_create" -> mails.confirmed(about);
            case "subscription_cycle" -> mails.renewed(about);
            case null, default -> Mono.empty();
        };
    }

    private Mono<Void> refund(Subscription duplicate) {
        return outbox.enqueue(
                DuplicateSubscription.TYPE,
                duplicate.userId().toString(),
                new DuplicateSubscription(duplicate.id(), Objects.requireNonNull(duplicate.providerSubscriptionId())));
    }
}
