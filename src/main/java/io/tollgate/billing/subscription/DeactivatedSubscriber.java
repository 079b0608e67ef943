package io.tollgate.billing.subscription;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.AccountDeactivated;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
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
    private final Operations operations;
    private final SubscriptionEngine engine;
    private final CheckoutPages pages;

    DeactivatedSubscriber(
            UserRepository users,
            SubscriptionRepository subscriptions,
            Operations operations,
            SubscriptionEngine engine,
            CheckoutPages pages) {
        this.users = users;
        this.subscriptions = subscriptions;
        this.operations = operations;
        this.engine = engine;
        this.pages = pages;
    }

    @Override
    public JobType<AccountDeactivated> type() {
        return AccountDeactivated.TYPE;
    }

    /** Should the user be active again by now, nothing is to be done. */
    @Override
    public Mono<Void> handle(AccountDeactivated news, JobRun run) {
        return users.findById(news.userId()).filter(user -> !user.active()).flatMap(this::letEnd);
    }

    private Mono<Void> letEnd(User user) {
        return pages.closeAll(user.id())
                .then(Mono.defer(() -> subscriptions.findLive(user.id())))
                .filter(live -> (live.provider() == Provider.STRIPE || live.engine()) && !live.cancelAtPeriodEnd())
                .flatMap(this::cancel);
    }

    /** Something else may have ended it, or set it to end, in this moment. */
    private Mono<Void> cancel(Subscription live) {
        AuditEntry entry = AuditEntry.of("subscription.canceled_by_deactivation", RequestFacts.NONE);
        return (live.engine()
                        ? engine.cancelAtPeriodEnd(live, entry).then()
                        : operations
                                .perform(OperationWish.of(live, Operation.Kind.CANCEL, _ -> {}, entry))
                                .then())
                .onErrorResume(ApiException.class, DeactivatedSubscriber::orItHasEnded);
    }

    private static Mono<Void> orItHasEnded(ApiException refusal) {
        return refusal.code().status().is4xxClientError() ? Mono.empty() : Mono.error(refusal);
    }
}
