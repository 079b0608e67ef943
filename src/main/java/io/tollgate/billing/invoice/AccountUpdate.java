package io.tollgate.billing.invoice;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.idempotency.KeyedWork;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Changes how a customer is billed. The audit log names the fields, not what they say. */
@Component
class AccountUpdate {

    private final BillingAccounts accounts;
    private final AccountRepository repository;
    private final Balances balances;
    private final AuditLog audit;
    private final KeyedWork keyed;
    private final TransactionalOperator tx;

    AccountUpdate(
            BillingAccounts accounts,
            AccountRepository repository,
            Balances balances,
            AuditLog audit,
            KeyedWork keyed,
            TransactionalOperator tx) {
        this.accounts = accounts;
        this.repository = repository;
        this.balances = balances;
        this.audit = audit;
        this.keyed = keyed;
        this.tx = tx;
    }

    /** 409 {@code currency_settled} once there is an invoice or a balance in another currency, or a subscription that makes some. */
    Mono<Void> apply(UUID userId, AccountPatch patch, AuditEntry entry) {
        Map<String, @Nullable String> profile = patch.profile();
        @Nullable String currency = patch.currency().value();
        if (profile.isEmpty() && currency == null) {
            return Mono.empty();
        }
        List<String> fields = new ArrayList<>(profile.keySet());
        if (currency != null) {
            fields.add("currency");
        }
        return locked(userId)
                .then(Mono.defer(() -> currency == null ? Mono.empty() : choose(userId, currency)))
                .then(Mono.defer(() -> repository.write(userId, profile)))
                .then(Mono.defer(() -> audit.record(
                        entry.on("billing_account", userId).with(Map.of("fields", String.join(",", fields))))))
                .as(tx::transactional);
    }

    /** @param days null for what is configured */
    Mono<Void> setTerms(UUID userId, @Nullable Integer days, AuditEntry entry) {
        return locked(userId)
                .then(Mono.defer(() -> repository.setTerms(userId, days)))
                .then(Mono.defer(() -> audit.record(
                        entry.on("billing_account", userId).with(Map.of("payment_terms_days", String.valueOf(days))))))
                .as(tx::transactional);
    }

    /**
     * Gives credit or takes it. 409 {@code balance_too_low} when a wallet would fall below zero, {@code currency_settled} when the
     * account has another currency.
     */
    Mono<Void> adjust(UUID userId, Adjustment wish, AuditEntry entry) {
        String currency = wish.currency().toUpperCase(Locale.ROOT);
        return locked(userId)
                .doOnNext(account -> requireEnough(account, wish))
                .flatMap(_ -> choose(userId, currency))
                .then(Mono.defer(() -> balances.book(
                        List.of(balances.booking(userId, wish.fund(), wish.amount(), currency, "adjustment", null)
                                .by(entry.actorId(), wish.reason().strip())))))
                .then(Mono.defer(keyed::done))
                .then(Mono.defer(() -> audit.record(entry.on("billing_account", userId)
                        .with(Map.of(
                                "fund",
                                wish.fund(),
                                "amount",
                                Long.toString(wish.amount()),
                                "reason",
                                wish.reason())))))
                .as(tx::transactional);
    }

    private static void requireEnough(BillingAccount account, Adjustment wish) {
        long balance = wish.fund().equals("wallet") ? account.wallet() : account.credit();
        if (wish.amount() < 0 && Math.addExact(balance, wish.amount()) < 0) {
            throw new ApiException(ErrorCode.BALANCE_TOO_LOW).with("balance", balance);
        }
    }

    private Mono<BillingAccount> locked(UUID userId) {
        return accounts.of(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .flatMap(_ -> accounts.lock(userId));
    }

    private Mono<Void> choose(UUID userId, String currency) {
        return repository
                .choose(userId, currency.toUpperCase(Locale.ROOT))
                .filter(chosen -> chosen)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.CURRENCY_SETTLED)))
                .then();
    }
}
