package io.tollgate.billing.engine;

import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.billing.webhook.WebhookNews;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the systems of the deployment what has become of subscriptions, in the transaction in which it did. */
@Component
class EngineNews {

    private final Webhooks webhooks;

    EngineNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /** A subscription as it is told of. */
    record View(
            UUID id,
            UUID userId,
            String status,
            String provider,
            UUID planVersionId,
            Instant startedAt,
            @Nullable Instant currentPeriodStart,
            @Nullable Instant currentPeriodEnd,
            boolean cancelAtPeriodEnd,
            @Nullable Instant endedAt) {}

    Mono<Void> started(Subscription subscription) {
        View view = new View(
                subscription.id(),
                subscription.userId(),
                subscription.status().value(),
                subscription.provider().value(),
                subscription.planVersionId(),
                subscription.startedAt(),
                subscription.currentPeriodStart(),
                subscription.currentPeriodEnd(),
                subscription.cancelAtPeriodEnd(),
                subscription.endedAt());
        return webhooks.send(WebhookType.SUBSCRIPTION_CREATED, view.userId(), view.id(), view);
    }

    /** A first period that begins with the subscription is told of as its start. */
    Mono<Void> changed(List<Step> steps) {
        List<WebhookNews> news = new ArrayList<>();
        for (Step step : steps) {
            EngineSubscription before = step.move().of();
            boolean begins = before.trialing() && before.trialEnd() == null;
            if (before.live() && !begins) {
                news.add(news(step.after()));
            }
        }
        return news.isEmpty() ? Mono.empty() : webhooks.sendAll(news);
    }

    private static WebhookNews news(EngineSubscription now) {
        View view = new View(
                now.id(),
                now.userId(),
                now.status().value(),
                now.provider().value(),
                now.versionId(),
                now.startedAt(),
                now.periodStart(),
                now.periodEnd(),
                now.ending(),
                now.endedAt());
        WebhookType type = now.status() == SubscriptionStatus.CANCELED
                ? WebhookType.SUBSCRIPTION_CANCELED
                : WebhookType.SUBSCRIPTION_UPDATED;
        return new WebhookNews(type, now.userId(), now.id(), view);
    }
}
