package io.tollgate.auth.serviceaccount;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Times;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do to service accounts. Each change and its audit entry are one transaction; then all nodes hear of it. */
@Component
class ServiceAccounts {

    private final ServiceAccountRepository accounts;
    private final UserRepository users;
    private final AccountNews news;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Secrets secrets;
    private final Ids ids;
    private final Clock clock;
    private final String audience;

    ServiceAccounts(
            ServiceAccountRepository accounts,
            UserRepository users,
            AccountNews news,
            AuditLog audit,
            TransactionalOperator tx,
            Secrets secrets,
            Ids ids,
            Clock clock,
            @Value("${tollgate.auth.token.audience}") String audience) {
        this.accounts = accounts;
        this.users = users;
        this.news = news;
        this.audit = audit;
        this.tx = tx;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
        this.audience = audience;
    }

    /** @param ownerId who asks, unless the body names somebody else */
    Mono<IssuedToken> create(CreateServiceAccount wanted, UUID ownerId, AuditEntry entry) {
        return Mono.defer(() -> {
            requireFuture(wanted.expiresAt());
            ServiceToken token = ServiceToken.issue(ids.next(), secrets);
            ServiceAccount account = draft(token.accountId(), wanted, ownerId);
            return requireOwner(ownerId)
                    .then(Mono.defer(() -> accounts.insert(account, token.digest())))
                    .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.SERVICE_ACCOUNT_NAME_TAKEN)))
                    .flatMap(made -> record(entry.with(AccountChange.created(made)), made))
                    .as(tx::transactional)
                    .map(made -> new IssuedToken(made, token.text()));
        });
    }

    Mono<ServiceAccount> change(UUID id, ChangeServiceAccount change, AuditEntry entry) {
        return Mono.defer(() -> {
            requireFuture(change.expiresAt());
            change.requireOneExpiry();
            return locked(id)
                    .delayUntil(_ -> Mono.justOrEmpty(change.ownerId()).flatMap(this::requireOwner))
                    .flatMap(account -> apply(account, change.over(account), entry))
                    .as(tx::transactional)
                    .delayUntil(changed -> news.tell(changed.id()));
        });
    }

    Mono<IssuedToken> rotate(UUID id, Duration overlap, AuditEntry entry) {
        return Mono.defer(() -> {
            ServiceToken token = ServiceToken.issue(id, secrets);
            return locked(id)
                    .flatMap(account -> accounts.rotate(id, token.digest(), overlap))
                    .flatMap(rotated -> record(entry.with(AccountChange.rotated(overlap)), rotated))
                    .as(tx::transactional)
                    .delayUntil(rotated -> news.tell(rotated.id()))
                    .map(rotated -> new IssuedToken(rotated, token.text()));
        });
    }

    /** Saying it again changes nothing. */
    Mono<Void> revoke(UUID id, AuditEntry entry) {
        return accounts.lock(id)
                .switchIfEmpty(Mono.error(ServiceAccounts::notFound))
                .filterWhen(account -> accounts.revoke(account.id()))
                .flatMap(account -> record(entry, account))
                .as(tx::transactional)
                .then(news.tell(id));
    }

    static ApiException notFound() {
        return new ApiException(ErrorCode.SERVICE_ACCOUNT_NOT_FOUND);
    }

    private Mono<ServiceAccount> apply(ServiceAccount before, ServiceAccount after, AuditEntry entry) {
        return accounts.update(after)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.SERVICE_ACCOUNT_NAME_TAKEN)))
                .flatMap(changed -> record(entry.with(AccountChange.between(before, changed)), changed));
    }

    private Mono<ServiceAccount> locked(UUID id) {
        return accounts.lock(id)
                .switchIfEmpty(Mono.error(ServiceAccounts::notFound))
                .doOnNext(account -> {
                    if (account.revoked()) {
                        throw new ApiException(ErrorCode.SERVICE_ACCOUNT_REVOKED);
                    }
                });
    }

    private Mono<ServiceAccount> record(AuditEntry entry, ServiceAccount account) {
        return audit.record(entry.on("service_account", account.id())).thenReturn(account);
    }

    private Mono<User> requireOwner(UUID ownerId) {
        return users.findById(ownerId)
                .filter(User::active)
                .switchIfEmpty(Mono.error(() -> ApiException.invalid("owner_id", "No such active user")));
    }

    private void requireFuture(@Nullable Instant expiresAt) {
        if (expiresAt != null) {
            Times.requireFuture("expires_at", expiresAt, clock.instant());
        }
    }

    private ServiceAccount draft(UUID id, CreateServiceAccount wanted, UUID ownerId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new ServiceAccount(
                id,
                wanted.name().strip(),
                ownerId,
                wanted.scopes(),
                audience,
                now,
                null,
                null,
                wanted.expiresAt(),
                null,
                null);
    }
}
