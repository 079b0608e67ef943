package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells users and endpoints that a trial is about to end and what it will cost then: once per end, should it be moved. */
@Component
public class TrialNews {

    private final SubscriptionMails mails;
    private final SubscriptionWebhooks webhooks;

    TrialNews(SubscriptionMails mails, SubscriptionWebhooks webhooks) {
        this.mails = mails;
        this.webhooks = webhooks;
    }

    /** Within the caller's transaction. @param plan the one that begins then */
    public Mono<Void> willEnd(Subscription trial, User user, Plan plan) {
        return mails.trialEnding(new SubscriptionMails.About(
                        user, plan, trial, plan.price().amount()))
                .then(webhooks.trialWillEnd(trial));
    }
}
