package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.time.Clock;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code customer.subscription.trial_will_end}: three days before the first payment, and at once when a trial is cut short. Who
 * has cancelled meanwhile will pay nothing, and whose trial is over already has been told by the payment.
 */
@Component
class TrialWillEnd implements StripeEventHandler {

    private final SubscriptionSync sync;
    private final TrialNews news;
    private final Clock clock;

    TrialWillEnd(SubscriptionSync sync, TrialNews news, Clock clock) {
        this.sync = sync;
        this.news = news;
        this.clock = clock;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.subscription.trial_will_end");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.read(String.valueOf(event.objectId()))
                .flatMap(reading -> run.once(sync.apply(reading, null)
                        .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not a subscription of ours")))
                        .flatMap(this::tell)));
    }

    private Mono<Void> tell(SyncedSubscription synced) {
        return endsOnItsOwn(synced.subscription())
                ? news.willEnd(synced.subscription(), synced.user(), synced.plan())
                : Mono.empty();
    }

    private boolean endsOnItsOwn(Subscription subscription) {
        return subscription.status() == SubscriptionStatus.TRIALING
                && !subscription.duplicate()
                && !subscription.cancelAtPeriodEnd()
                && subscription.trialEnd() != null
                && subscription.trialEnd().isAfter(clock.instant());
    }
}
