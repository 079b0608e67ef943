package io.tollgate.billing.engine;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.subscription.FreeSubscriptions;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionMails;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What follows the end of a subscription: a free plan if one was wished for, and otherwise a mail. */
@Component
class Endings {

    private final SubscriptionRepository subscriptions;
    private final UserRepository users;
    private final PlanRepository plans;
    private final FreeSubscriptions free;
    private final SubscriptionMails mails;

    Endings(
            SubscriptionRepository subscriptions,
            UserRepository users,
            PlanRepository plans,
            FreeSubscriptions free,
            SubscriptionMails mails) {
        this.subscriptions = subscriptions;
        this.users = users;
        this.plans = plans;
        this.free = free;
        this.mails = mails;
    }

    /** Within the transaction in which they end. Of those that were not paid for, whoever ends them tells. */
    Mono<Void> of(List<Step> steps) {
        return Flux.fromIterable(steps)
                .filter(step -> step.move().of().live() && !step.after().live())
                .filter(step -> step.move().what() != Move.What.LAPSE)
                .concatMap(this::end)
                .then();
    }

    private Mono<Void> end(Step step) {
        return subscriptions
                .findById(step.after().id())
                .flatMap(ended -> users.findById(ended.userId())
                        .filter(user -> !user.erased())
                        .flatMap(user -> after(ended, user, step.freeVersionId())));
    }

    private Mono<Void> after(Subscription ended, User user, @Nullable UUID freeVersion) {
        return freeVersion == null
                ? plans.findByVersion(ended.planVersionId()).flatMap(plan -> tell(ended, user, plan))
                : plans.findByVersion(freeVersion).flatMap(plan -> free.follow(ended, user, plan));
    }

    private Mono<Void> tell(Subscription ended, User user, Plan plan) {
        return mails.canceled(
                new SubscriptionMails.About(user, plan, ended, plan.price().amount()));
    }
}
