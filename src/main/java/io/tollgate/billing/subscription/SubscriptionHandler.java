package io.tollgate.billing.subscription;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.User;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/subscriptions}: the caller's own. */
@Component
class SubscriptionHandler {

    private final Subscribing subscribing;
    private final SubscriptionRepository subscriptions;
    private final SubscriptionViews views;
    private final CurrentUser currentUser;
    private final ClientAddresses addresses;
    private final Body body;

    SubscriptionHandler(
            Subscribing subscribing,
            SubscriptionRepository subscriptions,
            SubscriptionViews views,
            CurrentUser currentUser,
            ClientAddresses addresses,
            Body body) {
        this.subscribing = subscribing;
        this.subscriptions = subscriptions;
        this.views = views;
        this.currentUser = currentUser;
        this.addresses = addresses;
        this.body = body;
    }

    Mono<ServerResponse> subscribe(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> body.of(request, SubscribeRequest.class)
                        .flatMap(wish -> subscribing.subscribe(user, wish.planCode(), addresses.facts(request))))
                .map(SubscriptionHandler::view)
                .flatMap(view -> ServerResponse.status(HttpStatus.CREATED).bodyValue(view));
    }

    Mono<ServerResponse> mine(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(this::current)
                .switchIfEmpty(Mono.error(() -> new ApiException(
                        ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription found for this user.")))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private Mono<SubscriptionView> current(User user) {
        return subscriptions.findCurrent(user.id()).flatMap(views::of);
    }

    private static SubscribeResponse view(SubscribeResult result) {
        return switch (result) {
            case SubscribeResult.PayAt(var url) -> new SubscribeResponse(url, null);
            case SubscribeResult.Active(var subscription, var plan) ->
                new SubscribeResponse(null, SubscriptionView.of(subscription, plan));
        };
    }
}
