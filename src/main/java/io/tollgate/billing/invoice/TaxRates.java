package io.tollgate.billing.invoice;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The tax rates there are and whose lines they are added to. */
@Component
class TaxRates {

    private final TaxRateRepository rates;
    private final BillingAccounts accounts;
    private final AuditLog audit;
    private final Ids ids;
    private final Clock clock;
    private final TransactionalOperator tx;

    TaxRates(
            TaxRateRepository rates,
            BillingAccounts accounts,
            AuditLog audit,
            Ids ids,
            Clock clock,
            TransactionalOperator tx) {
        this.rates = rates;
        this.accounts = accounts;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.tx = tx;
    }

    /** 409 {@code tax_rate_code_taken}. */
    Mono<TaxRateView> create(TaxRateRequest wish, AuditEntry entry) {
        TaxRateView rate = new TaxRateView(
                ids.next(),
                wish.code(),
                wish.name().strip(),
                wish.percent(),
                true,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return rates.insert(rate)
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.TAX_RATE_CODE_TAKEN)))
                .then(Mono.defer(() -> audit.record(entry.on("tax_rate", rate.code())
                        .with(Map.of("percent", rate.percent().toPlainString())))))
                .thenReturn(rate)
                .as(tx::transactional);
    }

    /** 404 {@code tax_rate_not_found}. */
    Mono<TaxRateView> archive(String code, AuditEntry entry) {
        return rates.archive(code)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.TAX_RATE_NOT_FOUND)))
                .delayUntil(rate -> audit.record(entry.on("tax_rate", rate.code())))
                .as(tx::transactional);
    }

    /** From the next invoice on. 404 {@code user_not_found}, or {@code tax_rate_not_found} when one is not there or archived. */
    Mono<Void> assign(UUID userId, List<String> codes, AuditEntry entry) {
        Set<String> wanted = Set.copyOf(codes);
        return accounts.of(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .flatMap(_ -> accounts.lock(userId))
                .flatMap(_ -> rates.replace(userId, List.copyOf(wanted)))
                .filter(assigned -> assigned == wanted.size())
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.TAX_RATE_NOT_FOUND)))
                .then(Mono.defer(() -> audit.record(
                        entry.on("billing_account", userId).with(Map.of("tax_rates", String.join(",", codes))))))
                .as(tx::transactional);
    }
}
