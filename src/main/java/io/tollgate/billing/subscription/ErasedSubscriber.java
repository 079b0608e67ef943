package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeCustomers;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.user.AccountErased;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes an erased user out of billing: open pages are closed, subscriptions end now, the customer at Stripe is deleted. Every step
 * may be repeated, so a Stripe that is away only delays it. Payments and ended subscriptions stay, about nobody.
 */
@Component
class ErasedSubscriber implements JobHandler<AccountErased> {

    private static final Set<StripeSubscription.Status> OVER =
            EnumSet.of(StripeSubscription.Status.CANCELED, StripeSubscription.Status.INCOMPLETE_EXPIRED);

    private final CheckoutPages pages;
    private final CustomerRepository customers;
    private final SubscriptionRepository subscriptions;
    private final StripeSubscriptions stripeSubscriptions;
    private final StripeCustomers stripeCustomers;
    private final Outbox outbox;

    ErasedSubscriber(
            CheckoutPages pages,
            CustomerRepository customers,
            SubscriptionRepository subscriptions,
            StripeSubscriptions stripeSubscriptions,
            StripeCustomers stripeCustomers,
            Outbox outbox) {
        this.pages = pages;
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.stripeSubscriptions = stripeSubscriptions;
        this.stripeCustomers = stripeCustomers;
        this.outbox = outbox;
    }

    @Override
    public JobType<AccountErased> type() {
        return AccountErased.TYPE;
    }

    @Override
    public Mono<Void> handle(AccountErased news, JobRun run) {
        return pages.closeAll(news.userId())
                .then(Mono.defer(() -> customers.findCustomer(news.userId())))
                .flatMap(this::forgetAtStripe)
                .defaultIfEmpty(List.of())
                .flatMap(ended -> run.once(forgetHere(news.userId(), ended)));
    }

    /** @return the subscriptions that the customer had */
    private Mono<List<String>> forgetAtStripe(String customerId) {
        return stripeSubscriptions
                .list(customerId)
                .concatMap(this::end)
                .collectList()
                .onErrorResume(StripeFailure.class, ErasedSubscriber::noneIfGone)
                .delayUntil(_ -> stripeCustomers
                        .delete(customerId)
                        .then()
                        .onErrorResume(
                                StripeFailure.class,
                                failure -> noneIfGone(failure).then()));
    }

    private Mono<String> end(StripeSubscription subscription) {
        return OVER.contains(subscription.status())
                ? Mono.just(subscription.id())
                : stripeSubscriptions.cancelNow(subscription.id(), false).map(StripeSubscription::id);
    }

    /** An earlier attempt has deleted the customer. */
    private static Mono<List<String>> noneIfGone(StripeFailure failure) {
        boolean gone =
                failure.kind() == StripeFailure.Kind.NOT_FOUND || "resource_missing".equals(failure.stripeCode());
        return gone ? Mono.just(List.of()) : Mono.error(failure);
    }

    /** Our rows are read anew rather than believed to have ended. */
    private Mono<Void> forgetHere(UUID userId, List<String> ended) {
        return subscriptions
                .endManual(userId)
                .then(customers.redact(userId))
                .thenMany(Flux.fromIterable(ended))
                .concatMap(id ->
                        outbox.enqueue(RereadSubscription.TYPE, userId.toString(), new RereadSubscription.Payload(id)))
                .then();
    }
}
