package io.tollgate.billing.invoice;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The coupons there are, and giving them to customers. */
@Component
class Coupons {

    private final CouponRepository coupons;
    private final HeldCoupons held;
    private final BillingAccounts accounts;
    private final AuditLog audit;
    private final Ids ids;
    private final Clock clock;
    private final TransactionalOperator tx;

    Coupons(
            CouponRepository coupons,
            HeldCoupons held,
            BillingAccounts accounts,
            AuditLog audit,
            Ids ids,
            Clock clock,
            TransactionalOperator tx) {
        this.coupons = coupons;
        this.held = held;
        this.accounts = accounts;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.tx = tx;
    }

    /** 409 {@code coupon_code_taken}; 422 also for codes that no plan or metric has: it would never take anything off. */
    Mono<CouponView> create(CouponRequest wish, AuditEntry entry) {
        CouponView coupon = wish.coupon(ids.next(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        return coupons.unknown(coupon)
                .doOnNext(unknown -> requireKnown(coupon, unknown))
                .then(Mono.defer(() -> coupons.insert(coupon)))
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.COUPON_CODE_TAKEN)))
                .then(Mono.defer(() -> audit.record(entry.on("coupon", coupon.code()))))
                .thenReturn(coupon)
                .as(tx::transactional);
    }

    private static void requireKnown(CouponView coupon, List<String> unknown) {
        if (!unknown.isEmpty()) {
            throw ApiException.invalid(
                    "codes", "There is no %s %s".formatted(coupon.scope(), String.join(", ", unknown)));
        }
    }

    /** 404 {@code coupon_not_found}. */
    Mono<CouponView> end(String code, AuditEntry entry) {
        return coupons.end(code.toUpperCase(Locale.ROOT))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.COUPON_NOT_FOUND)))
                .delayUntil(coupon -> audit.record(entry.on("coupon", coupon.code())))
                .as(tx::transactional);
    }

    /**
     * From the next invoice on. 404 {@code user_not_found}, {@code coupon_not_found}; 409 {@code coupon_already_applied},
     * {@code coupon_not_redeemable}, {@code currency_settled}.
     */
    Mono<Void> apply(UUID userId, String code, AuditEntry entry) {
        return accounts.of(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .flatMap(account -> coupons.find(code.toUpperCase(Locale.ROOT))
                        .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.COUPON_NOT_FOUND)))
                        .doOnNext(coupon -> requireCurrency(account, coupon)))
                .flatMap(coupon -> give(userId, coupon, entry))
                .as(tx::transactional);
    }

    private static void requireCurrency(BillingAccount account, CouponView coupon) {
        if (coupon.currency() != null
                && account.currency() != null
                && !coupon.currency().equals(account.currency())) {
            throw new ApiException(ErrorCode.CURRENCY_SETTLED);
        }
    }

    /** The limit is counted last: a coupon that the customer has already is not used up by that. */
    private Mono<Void> give(UUID userId, CouponView coupon, AuditEntry entry) {
        return held.insert(coupon.id(), userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.COUPON_ALREADY_APPLIED)))
                .then(Mono.defer(() -> coupons.redeem(coupon.id())))
                .filter(redeemed -> redeemed)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.COUPON_NOT_REDEEMABLE)))
                .then(Mono.defer(
                        () -> audit.record(entry.on("billing_account", userId).with(Map.of("coupon", coupon.code())))));
    }

    /** 404 {@code coupon_not_found}. */
    Mono<Void> take(UUID userId, UUID appliedId, AuditEntry entry) {
        return held.end(appliedId, userId)
                .filter(ended -> ended)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.COUPON_NOT_FOUND)))
                .then(Mono.defer(() -> audit.record(
                        entry.on("billing_account", userId).with(Map.of("applied_coupon", appliedId.toString())))))
                .as(tx::transactional);
    }
}
