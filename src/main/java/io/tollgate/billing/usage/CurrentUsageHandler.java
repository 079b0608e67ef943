package io.tollgate.billing.usage;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.CurrentUser;
import java.time.Clock;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What was used since the period began: for its subscriber and for administrators. */
@Component
class CurrentUsageHandler {

    private final MeteredRows subscriptions;
    private final CurrentUsage usage;
    private final CurrentUser currentUser;
    private final Clock clock;

    CurrentUsageHandler(MeteredRows subscriptions, CurrentUsage usage, CurrentUser currentUser, Clock clock) {
        this.subscriptions = subscriptions;
        this.usage = usage;
        this.currentUser = currentUser;
        this.clock = clock;
    }

    Mono<ServerResponse> mine(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> subscriptions.ofUser(user.id(), clock.instant()))
                .switchIfEmpty(Mono.error(() -> new ApiException(
                        ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription found for this user.")))
                .flatMap(this::show);
    }

    Mono<ServerResponse> ofSubscription(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return currentUser
                .admin(request)
                .flatMap(_ -> subscriptions.find(id))
                .switchIfEmpty(
                        Mono.error(() -> new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No such subscription.")))
                .flatMap(this::show);
    }

    private Mono<ServerResponse> show(Metered subscription) {
        return usage.of(subscription)
                .flatMap(view ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(view));
    }
}
