package io.tollgate.billing.entitlement;

import io.tollgate.billing.plan.Tier;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Lets through who has subscribed to a plan of a tier or a higher one: {@code .GET("/reports",
 * tierGate.atLeast(Tier.PRO).apply(handler::reports))}, or {@code .filter(tierGate.atLeast(Tier.VIP))} for all routes of a
 * router. Includes the guard <i>active</i>; both are one query.
 */
@Component
public class TierGate {

    private final Entitlements entitlements;
    private final CurrentUser currentUser;

    TierGate(Entitlements entitlements, CurrentUser currentUser) {
        this.entitlements = entitlements;
        this.currentUser = currentUser;
    }

    /** 403 without an open subscription, free as it may be, and with one of a lower tier. */
    public HandlerFilterFunction<ServerResponse, ServerResponse> atLeast(Tier tier) {
        return (request, next) -> pass(request, tier).flatMap(_ -> next.handle(request));
    }

    private Mono<Entitled> pass(ServerRequest request, Tier tier) {
        return currentUser
                .signedIn(request)
                .flatMap(principal -> entitlements.of(principal.userId()))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_GONE)))
                .map(entitled -> requireTier(entitled, tier));
    }

    private static Entitled requireTier(Entitled entitled, Tier tier) {
        if (entitled.held() == null) {
            throw new ApiException(ErrorCode.SUBSCRIPTION_REQUIRED);
        }
        if (!entitled.tier().includes(tier)) {
            throw new ApiException(ErrorCode.PLAN_REQUIRED, "This action requires " + tier + " plan or higher.");
        }
        return entitled;
    }
}
