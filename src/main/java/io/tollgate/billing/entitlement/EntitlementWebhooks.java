package io.tollgate.billing.entitlement;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionChange;
import io.tollgate.billing.subscription.SubscriptionListener;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import io.tollgate.platform.web.ApiException;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells endpoints what a user is entitled to, whenever a change of a subscription has made it something else. What changes by the
 * mere passing of time stands in {@code access_ends_at} beforehand.
 */
@Component
class EntitlementWebhooks implements SubscriptionListener {

    private final Entitlements entitlements;
    private final EntitlementViews views;
    private final Webhooks webhooks;

    EntitlementWebhooks(Entitlements entitlements, EntitlementViews views, Webhooks webhooks) {
        this.entitlements = entitlements;
        this.views = views;
        this.webhooks = webhooks;
    }

    /** What the user sees of it, and who that is. */
    record Data(UUID userId, @JsonUnwrapped EntitlementsView entitlements) {}

    @Override
    public Mono<Void> changed(SubscriptionChange change, Subscription now) {
        return change.access() ? tell(now.userId()) : Mono.empty();
    }

    /** Wants a transaction round it. */
    Mono<Void> tell(UUID userId) {
        return webhooks.wanted(WebhookType.ENTITLEMENT_UPDATED)
                .filter(wanted -> wanted)
                .flatMap(_ -> entitlements.of(userId))
                // Who is deactivated or erased is entitled to nothing, whatever the subscription says.
                .onErrorComplete(ApiException.class)
                .flatMap(views::of)
                .flatMap(
                        view -> webhooks.send(WebhookType.ENTITLEMENT_UPDATED, userId, userId, new Data(userId, view)));
    }
}
