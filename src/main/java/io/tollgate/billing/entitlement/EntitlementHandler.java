package io.tollgate.billing.entitlement;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.CurrentServiceAccount;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.ServiceScope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/entitlements}: the caller's own; machines use up those of others. */
@Component
class EntitlementHandler {

    private static final Pattern NAME = Pattern.compile(ConsumeRequest.NAME);

    private final Entitlements entitlements;
    private final EntitlementViews views;
    private final Consumption consumption;
    private final CurrentUser currentUser;
    private final CurrentServiceAccount currentServiceAccount;
    private final Body body;

    EntitlementHandler(
            Entitlements entitlements,
            EntitlementViews views,
            Consumption consumption,
            CurrentUser currentUser,
            CurrentServiceAccount currentServiceAccount,
            Body body) {
        this.entitlements = entitlements;
        this.views = views;
        this.consumption = consumption;
        this.currentUser = currentUser;
        this.currentServiceAccount = currentServiceAccount;
        this.body = body;
    }

    Mono<ServerResponse> mine(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .flatMap(principal -> entitlements.of(principal.userId()))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_GONE)))
                .flatMap(this::show);
    }

    Mono<ServerResponse> ofUser(ServerRequest request) {
        UUID userId = Parameters.requiredId(request, "userId", "user_id");
        return currentServiceAccount
                .require(request, ServiceScope.ENTITLEMENTS_CONSUME)
                .flatMap(_ -> entitlements.of(userId))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .flatMap(this::show);
    }

    private Mono<ServerResponse> show(Entitled entitled) {
        return views.of(entitled)
                .flatMap(view ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(view));
    }

    Mono<ServerResponse> consume(ServerRequest request) {
        String feature = request.pathVariable("feature");
        return body.of(request, ConsumeRequest.class)
                .flatMap(wish -> order(request, feature, wish))
                .flatMap(consumption::consume)
                .flatMap(result -> answer(feature, result));
    }

    /** Who names a user must be a machine; who names none speaks for themselves. */
    private Mono<Consumption.Order> order(ServerRequest request, String feature, ConsumeRequest wish) {
        UUID userId = wish.userId();
        String name = name(request, wish);
        return userId == null
                ? currentUser
                        .signedIn(request)
                        .map(user -> new Consumption.Order(user.userId(), user.getName(), feature, wish.amount(), name))
                : currentServiceAccount
                        .require(request, ServiceScope.ENTITLEMENTS_CONSUME)
                        .map(service -> new Consumption.Order(userId, service.getName(), feature, wish.amount(), name));
    }

    /** The body's name for the use or the header's, which mean the same. */
    private static @Nullable String name(ServerRequest request, ConsumeRequest wish) {
        List<String> given = request.headers().header("Idempotency-Key");
        if (given.isEmpty()) {
            return wish.transactionId();
        }
        String key = given.getFirst();
        if (given.size() > 1 || !NAME.matcher(key).matches()) {
            throw new ApiException(ErrorCode.IDEMPOTENCY_KEY_INVALID);
        }
        if (wish.transactionId() != null && !wish.transactionId().equals(key)) {
            throw ApiException.invalid("transaction_id", "Must be the Idempotency-Key, when both are there");
        }
        return key;
    }

    private static Mono<ServerResponse> answer(String feature, ConsumeResult result) {
        return switch (result) {
            case ConsumeResult.Counted(Consumed consumed, boolean repeated) ->
                ServerResponse.ok()
                        .cacheControl(CacheControl.noStore())
                        .headers(headers -> {
                            if (repeated) {
                                headers.set("Idempotent-Replayed", "true");
                            }
                        })
                        .bodyValue(ConsumeView.of(feature, consumed));
            case ConsumeResult.Exhausted exhausted -> Mono.error(() -> problem(feature, exhausted));
            case ConsumeResult.OtherUse() -> Mono.error(() -> new ApiException(ErrorCode.IDEMPOTENCY_KEY_REUSED));
        };
    }

    private static ApiException problem(String feature, ConsumeResult.Exhausted exhausted) {
        Instant resetsAt = exhausted.resetsAt();
        String until = resetsAt == null ? "" : "; the count starts again at " + resetsAt;
        ApiException problem = new ApiException(
                        ErrorCode.ENTITLEMENT_EXHAUSTED,
                        "%d of %d are used up%s".formatted(exhausted.used(), exhausted.limit(), until))
                .with("feature", feature)
                .with("limit", exhausted.limit())
                .with("used", exhausted.used());
        return resetsAt == null ? problem : problem.with("resets_at", resetsAt);
    }
}
