package io.tollgate.billing.invoice;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How customers are billed, as they and administrators see it. */
@Component
class AccountViews {

    private final BillingAccounts accounts;
    private final HeldCoupons coupons;

    AccountViews(BillingAccounts accounts, HeldCoupons coupons) {
        this.accounts = accounts;
        this.coupons = coupons;
    }

    /** 404 {@code user_not_found}. */
    Mono<AccountView> of(UUID userId) {
        return accounts.of(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .zipWhen(
                        _ -> coupons.of(List.of(userId)),
                        (account, held) -> AccountView.of(account, held.getOrDefault(userId, List.of())));
    }
}
