package io.tollgate.billing.entitlement;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts the uses of metered features against the user's plan, each exactly once. */
@Component
class Consumption {

    private final Entitlements entitlements;
    private final UsageRepository usage;

    Consumption(Entitlements entitlements, UsageRepository usage) {
        this.entitlements = entitlements;
        this.usage = usage;
    }

    /**
     * Somebody has used something.
     *
     * @param userId whose plan it is counted against
     * @param caller who says so: the user, or a machine
     * @param transactionId what the caller calls this use; null when it has no name
     */
    record Order(
            UUID userId,
            String caller,
            String feature,
            long amount,
            @Nullable String transactionId) {}

    Mono<ConsumeResult> consume(Order order) {
        return entitlements
                .of(order.userId())
                .switchIfEmpty(Mono.error(() -> nobody(order)))
                .flatMap(entitled -> count(entitled, order));
    }

    private static ApiException nobody(Order order) {
        boolean themselves = order.caller().equals(order.userId().toString());
        return new ApiException(themselves ? ErrorCode.USER_GONE : ErrorCode.USER_NOT_FOUND);
    }

    private Mono<ConsumeResult> count(Entitled entitled, Order order) {
        Term term = entitled.require(order.feature());
        Quota quota = term.quota();
        if (quota == null || entitled.plan() == null) {
            return Mono.error(() -> new ApiException(ErrorCode.FEATURE_NOT_METERED));
        }
        Use use = new Use(
                order.userId(),
                term.feature().id(),
                entitled.plan().versionId(),
                order.amount(),
                order.caller(),
                order.transactionId(),
                entitled.window(quota));
        return count(use, quota);
    }

    private Mono<ConsumeResult> count(Use use, Quota quota) {
        return usage.count(use)
                .<ConsumeResult>map(consumed -> new ConsumeResult.Counted(consumed, false))
                // The same use is counted by another request just now, and will be there.
                .onErrorResume(DataIntegrityViolationException.class, fault -> again(use, fault))
                .switchIfEmpty(Mono.defer(() -> whyNot(use, quota)));
    }

    private Mono<ConsumeResult> again(Use use, DataIntegrityViolationException fault) {
        return earlier(use).switchIfEmpty(Mono.error(fault));
    }

    private Mono<ConsumeResult> whyNot(Use use, Quota quota) {
        return earlier(use).switchIfEmpty(Mono.defer(() -> exhausted(use, quota)));
    }

    private Mono<ConsumeResult> earlier(Use use) {
        return Mono.justOrEmpty(use.transactionId())
                .flatMap(name -> usage.named(use.userId(), use.caller(), name))
                .map(named -> named.featureId().equals(use.featureId())
                                && named.consumed().amount() == use.amount()
                        ? new ConsumeResult.Counted(named.consumed(), true)
                        : new ConsumeResult.OtherUse());
    }

    private Mono<ConsumeResult> exhausted(Use use, Quota quota) {
        return usage.used(use.userId(), List.of(use.window().start()))
                .map(rows -> rows.stream()
                        .filter(row -> row.featureId().equals(use.featureId()))
                        .mapToLong(UsageRepository.Used::used)
                        .sum())
                .map(used -> new ConsumeResult.Exhausted(
                        used,
                        Objects.requireNonNullElse(quota.limit(), used),
                        use.window().end()));
    }
}
