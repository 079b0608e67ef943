package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.user.AccountDeactivated;
import io.tollgate.user.User;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What users are told when a reading has changed their subscription, in the transaction in which it is written. It is called for
 * every reading, and tells of what the row was not before.
 */
@Component
class SubscriptionNews {

    private final PlanRepository plans;
    private final OperationRepository operations;
    private final SubscriptionMails mails;
    private final Outbox outbox;

    SubscriptionNews(PlanRepository plans, OperationRepository operations, SubscriptionMails mails, Outbox outbox) {
        this.plans = plans;
        this.operations = operations;
        this.mails = mails;
        this.outbox = outbox;
    }

    /**
     * It begins for somebody who has been deactivated since they bought it: a bank transfer takes days. Who charges them hears of them
     * once more.
     */
    Mono<Void> begun(@Nullable Subscription before, Subscription now, User user) {
        boolean begins = now.live() && (before == null || !before.live());
        return begins && !user.active()
                ? outbox.enqueue(AccountDeactivated.TYPE, user.id().toString(), new AccountDeactivated(user.id()))
                : Mono.empty();
    }

    /** It is on another plan than it was. A new version of the same plan is its seller's to tell of, and before. */
    Mono<Void> changed(@Nullable Subscription before, Subscription now, Plan plan, User user) {
        if (before == null
                || !before.live()
                || !now.live()
                || before.planVersionId().equals(now.planVersionId())) {
            return Mono.empty();
        }
        return plans.findByVersion(before.planVersionId())
                .filter(old -> !old.id().equals(plan.id()))
                .filterWhen(_ -> comesByItself(now))
                .flatMap(_ -> mails.changed(about(now, plan, user), Long.toString(now.readOrder())));
    }

    /** What was planned for the end of the period comes with a renewal, whose own mail names the plan. */
    private Mono<Boolean> comesByItself(Subscription now) {
        return operations
                .ahead(now.id())
                .map(ahead -> ahead.kind() != Operation.Kind.DOWNGRADE)
                .defaultIfEmpty(true);
    }

    Mono<Void> ended(@Nullable Subscription before, Subscription now, Plan plan, User user) {
        boolean justEnded = now.canceledForGood()
                && (before == null
                        || before.status() != SubscriptionStatus.CANCELED
                                && before.status() != SubscriptionStatus.INCOMPLETE);
        return justEnded ? mails.canceled(about(now, plan, user)) : Mono.empty();
    }

    private static SubscriptionMails.About about(Subscription now, Plan plan, User user) {
        return new SubscriptionMails.About(user, plan, now, plan.price().amount());
    }
}
