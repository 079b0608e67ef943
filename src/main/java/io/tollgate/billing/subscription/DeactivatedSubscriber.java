package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.user.AccountDeactivated;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets the subscription of a deactivated user end with the period that is paid: nobody is charged for what they cannot reach, and
 * nobody loses what they have paid for when they are let in again before. A reactivated user decides themselves whether to go on.
 */
@Component
class DeactivatedSubscriber implements JobHandler<AccountDeactivated> {

    private final UserRepository users;
    private final SubscriptionRepository subscriptions;
    private final StripeSubscriptions stripe;
    private final CheckoutPages pages;

    DeactivatedSubscriber(
            UserRepository users,
            SubscriptionRepository subscriptions,
            StripeSubscriptions stripe,
            CheckoutPages pages) {
        this.users = users;
        this.subscriptions = subscriptions;
        this.stripe = stripe;
        this.pages = pages;
    }

    @Override
    public JobType<AccountDeactivated> type() {
        return AccountDeactivated.TYPE;
    }

    /** Should the user be active again by now, nothing is to be done. */
    @Override
    public Mono<Void> handle(AccountDeactivated news, JobRun run) {
        return users.findById(news.userId()).filter(user -> !user.active()).flatMap(user -> letEnd(user, run));
    }

    private Mono<Void> letEnd(User user, JobRun run) {
        return pages.closeAll(user.id())
                .then(Mono.defer(() -> subscriptions.findLive(user.id())))
                .filter(live -> live.provider() == Provider.STRIPE && !live.cancelAtPeriodEnd())
                .flatMap(live -> letEnd(live, run));
    }

    /** Our row follows by the event that Stripe sends. */
    private Mono<Void> letEnd(Subscription live, JobRun run) {
        String stripeId = Objects.requireNonNull(live.providerSubscriptionId());
        return stripe.cancelAtPeriodEnd(IdempotencyKey.of("deactivated:" + run.id(), live.id(), 1), stripeId, true)
                .then()
                .onErrorResume(StripeFailure.class, DeactivatedSubscriber::orItHasEnded);
    }

    private static Mono<Void> orItHasEnded(StripeFailure failure) {
        return switch (failure.kind()) {
            case INVALID_REQUEST, NOT_FOUND -> Mono.empty();
            default -> Mono.error(failure);
        };
    }
}
