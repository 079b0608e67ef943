package io.tollgate.billing.subscription;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.User;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/subscriptions}: what users do to their own subscription. */
@Component
class LifecycleHandler {

    private final Cancellation cancellation;
    private final Pausing pausing;
    private final Upgrading upgrading;
    private final PlanChange changes;
    private final Previewing previewing;
    private final OverdueInvoice overdue;
    private final SubscriptionViews views;
    private final CurrentUser currentUser;
    private final ClientAddresses addresses;
    private final Body body;

    LifecycleHandler(
            Cancellation cancellation,
            Pausing pausing,
            Upgrading upgrading,
            PlanChange changes,
            Previewing previewing,
            OverdueInvoice overdue,
            SubscriptionViews views,
            CurrentUser currentUser,
            ClientAddresses addresses,
            Body body) {
        this.cancellation = cancellation;
        this.pausing = pausing;
        this.upgrading = upgrading;
        this.changes = changes;
        this.previewing = previewing;
        this.overdue = overdue;
        this.views = views;
        this.currentUser = currentUser;
        this.addresses = addresses;
        this.body = body;
    }

    Mono<ServerResponse> cancel(ServerRequest request) {
        return act(
                request,
                "subscription.canceled",
                (user, entry) -> cancellation.of(user.id()).flatMap(live -> cancellation.atPeriodEnd(live, entry)));
    }

    Mono<ServerResponse> resume(ServerRequest request) {
        return act(
                request,
                "subscription.resumed",
                (user, entry) -> cancellation.of(user.id()).flatMap(live -> cancellation.resume(live, entry)));
    }

    Mono<ServerResponse> pause(ServerRequest request) {
        return act(
                request,
                "subscription.paused",
                (user, entry) -> overdue.pointOut(user.id(), pausing.pause(user.id(), entry)));
    }

    Mono<ServerResponse> keep(ServerRequest request) {
        return act(request, "subscription.kept", changes::keep);
    }

    Mono<ServerResponse> upgrade(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> body.of(request, SubscribeRequest.class)
                        .flatMap(wish -> overdue.pointOut(user.id(), upgrading.upgrade(user, wish.planCode()))))
                .flatMap(url -> ServerResponse.ok().bodyValue(new SubscribeResponse(url, null)));
    }

    Mono<ServerResponse> preview(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> body.of(request, ChangeRequest.class)
                        .flatMap(wish -> overdue.pointOut(user.id(), previewing.preview(user, wish))))
                .flatMap(preview -> ServerResponse.ok().bodyValue(preview));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> body.of(request, ChangeRequest.class)
                        .flatMap(wish -> overdue.pointOut(
                                user.id(), changes.change(user, wish, entry("subscription.changed", request, user)))))
                .flatMap(this::view)
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private Mono<ChangeResponse> view(PlanChangeResult result) {
        return switch (result) {
            case PlanChangeResult.Changed(var now, var plan) ->
                views.of(now, plan).map(view -> new ChangeResponse("changed", null, null, view));
            case PlanChangeResult.Planned(var now, var plan) ->
                views.of(now, plan).map(view -> new ChangeResponse("planned", null, now.currentPeriodEnd(), view));
            case PlanChangeResult.ConfirmAt(var now, var plan, var url) ->
                views.of(now, plan).map(view -> new ChangeResponse("action_required", url, null, view));
            case PlanChangeResult.PayFirst(var url) ->
                Mono.just(new ChangeResponse("checkout_required", url, null, null));
        };
    }

    private Mono<ServerResponse> act(
            ServerRequest request, String action, BiFunction<User, AuditEntry, Mono<Subscription>> work) {
        return currentUser
                .active(request)
                .flatMap(user -> work.apply(user, entry(action, request, user)))
                .flatMap(views::of)
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private AuditEntry entry(String action, ServerRequest request, User user) {
        return AuditEntry.of(action, addresses.facts(request)).by(user.id());
    }
}
