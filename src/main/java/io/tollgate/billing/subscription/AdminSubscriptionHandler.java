package io.tollgate.billing.subscription;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/subscriptions}: what administrators do to anybody's subscription. */
@Component
class AdminSubscriptionHandler {

    private final Cancellation cancellation;
    private final SubscriptionViews views;
    private final AdminAction administrator;
    private final Body body;

    AdminSubscriptionHandler(Cancellation cancellation, SubscriptionViews views, AdminAction administrator, Body body) {
        this.cancellation = cancellation;
        this.views = views;
        this.administrator = administrator;
        this.body = body;
    }

    Mono<ServerResponse> cancel(ServerRequest request) {
        return act(
                request,
                "subscription.canceled_by_admin",
                entry -> body.of(request, CancelRequest.class)
                        .map(CancelRequest::checked)
                        .flatMap(wish -> cancellation.byId(id(request)).flatMap(live -> cancel(live, wish, entry))));
    }

    private Mono<Subscription> cancel(Subscription live, CancelRequest wish, AuditEntry entry) {
        Instant date = wish.at();
        if (date != null) {
            return cancellation.at(live, date, wish.policy(), entry);
        }
        return wish.now() ? cancellation.now(live, wish.policy(), entry) : cancellation.atPeriodEnd(live, entry);
    }

    Mono<ServerResponse> resume(ServerRequest request) {
        return act(
                request,
                "subscription.resumed_by_admin",
                entry -> cancellation.byId(id(request)).flatMap(live -> cancellation.resume(live, entry)));
    }

    private Mono<ServerResponse> act(
            ServerRequest request, String action, Function<AuditEntry, Mono<Subscription>> work) {
        return administrator
                .begin(action, request)
                .flatMap(work)
                .flatMap(views::of)
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
