package io.tollgate.billing.entitlement;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/entitlements}: the caller's own. */
@Component
class EntitlementHandler {

    private static final Pattern NAME = Pattern.compile(ConsumeRequest.NAME);

    private final Entitlements entitlements;
    private final UsageRepository usage;
    private final Consumption consumption;
    private final CurrentUser currentUser;
    private final Body body;

    EntitlementHandler(
            Entitlements entitlements,
            UsageRepository usage,
            Consumption consumption,
            CurrentUser currentUser,
            Body body) {
        this.entitlements = entitlements;
        this.usage = usage;
        this.consumption = consumption;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> mine(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .flatMap(principal -> entitlements.of(principal.userId()))
                .flatMap(this::view)
                .flatMap(view ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(view));
    }

    private Mono<EntitlementsView> view(Entitled entitled) {
        Set<Instant> windows = entitled.terms().values().stream()
                .map(Term::quota)
                .flatMap(Stream::ofNullable)
                .map(quota -> entitled.window(quota).start())
                .collect(Collectors.toSet());
        Mono<List<UsageRepository.Used>> used =
                windows.isEmpty() ? Mono.just(List.of()) : usage.used(entitled.userId(), windows);
        return used.map(rows -> EntitlementsView.of(entitled, rows));
    }

    Mono<ServerResponse> consume(ServerRequest request) {
        String feature = request.pathVariable("feature");
        return currentUser
                .signedIn(request)
                .zipWith(body.of(request, ConsumeRequest.class))
                .flatMap(read -> consumption.consume(
                        read.getT1().userId(), feature, read.getT2().amount(), name(request, read.getT2())))
                .flatMap(result -> answer(feature, result));
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
