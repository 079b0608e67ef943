package io.tollgate.billing.subscription;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tollgate.billing.webhook.WebhookNews;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells endpoints of subscriptions. */
@Component
class SubscriptionWebhooks implements SubscriptionListener {

    private static final Map<String, WebhookType> TYPES = Map.of(
            "created", WebhookType.SUBSCRIPTION_CREATED,
            "updated", WebhookType.SUBSCRIPTION_UPDATED,
            "canceled", WebhookType.SUBSCRIPTION_CANCELED);

    private final SubscriptionViews views;
    private final Webhooks webhooks;

    SubscriptionWebhooks(SubscriptionViews views, Webhooks webhooks) {
        this.views = views;
        this.webhooks = webhooks;
    }

    /**
     * What the user sees of it, and whose it is.
     *
     * @param duplicateOf bought although the user had this other one: its end means nothing to the user
     * @param replacedBy the same of one that has given way to this other one
     */
    record Data(
            @JsonUnwrapped SubscriptionView subscription,
            UUID userId,
            @Nullable UUID duplicateOf,
            @Nullable UUID replacedBy) {}

    @Override
    public Mono<Void> changed(SubscriptionChange change, Subscription now) {
        WebhookType type = Objects.requireNonNull(TYPES.get(change.kind()), change.kind());
        return webhooks.wanted(type)
                .filter(wanted -> wanted)
                .flatMap(_ -> data(now))
                .flatMap(data -> webhooks.send(type, now.userId(), now.id(), data));
    }

    /** Once per end of a trial, should it be moved. */
    Mono<Void> trialWillEnd(Subscription trial) {
        String end = String.valueOf(trial.trialEnd());
        return data(trial)
                .map(data -> new WebhookNews(WebhookType.SUBSCRIPTION_TRIAL_WILL_END, trial.userId(), trial.id(), data))
                .flatMap(news -> webhooks.send(news.once(trial.id() + ":" + end)));
    }

    private Mono<Data> data(Subscription subscription) {
        return views.of(subscription)
                .map(view ->
                        new Data(view, subscription.userId(), subscription.duplicateOf(), subscription.replacedBy()));
    }
}
