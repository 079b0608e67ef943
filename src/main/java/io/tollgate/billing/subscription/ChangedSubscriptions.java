package io.tollgate.billing.subscription;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Spreads the news of a change. Type, topic and payload are written in the database, by {@code tell_of_subscription()} and
 * {@code tell_of_subscriptions()}.
 */
@Component
class ChangedSubscriptions implements JobHandler<SubscriptionChange> {

    static final JobType<SubscriptionChange> TYPE =
            new JobType<>("subscription.changed", "billing", SubscriptionChange.class);

    private final SubscriptionRepository subscriptions;
    private final List<SubscriptionListener> listeners;

    ChangedSubscriptions(SubscriptionRepository subscriptions, ObjectProvider<SubscriptionListener> listeners) {
        this.subscriptions = subscriptions;
        this.listeners = listeners.orderedStream().toList();
    }

    @Override
    public JobType<SubscriptionChange> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(SubscriptionChange change, JobRun run) {
        return run.once(subscriptions
                .findById(change.subscriptionId())
                .flatMapMany(now -> Flux.fromIterable(listeners).concatMap(listener -> listener.changed(change, now)))
                .then());
    }
}
