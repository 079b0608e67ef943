package io.tollgate.auth.mfa;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes all second factors from a user who has lost them, at the hands of an administrator who has made sure who is asking. The
 * user's sessions end, a lock is lifted, and the owner of the mailbox is told.
 */
@Component
public class MfaReset {

    private final MfaAccounts accounts;
    private final SecondFactors factors;
    private final FactorChanges changes;
    private final Guessing guessing;
    private final MfaNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    MfaReset(
            MfaAccounts accounts,
            SecondFactors factors,
            FactorChanges changes,
            Guessing guessing,
            MfaNotices notices,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.factors = factors;
        this.changes = changes;
        this.guessing = guessing;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** False when there is no such user, or none of whom a second factor is asked. */
    public Mono<Boolean> reset(UUID userId, UUID administrator, RequestFacts facts) {
        AuditEntry entry =
                AuditEntry.of("mfa.reset_by_admin", facts).by(administrator).on("user", userId);
        return accounts.claim(userId)
                .filterWhen(user -> factors.enabled(user.id()))
                .flatMap(user -> reset(user, entry).thenReturn(true))
                .switchIfEmpty(Mono.defer(
                        () -> audit.record(entry.failed("not_enabled")).thenReturn(false)))
                .as(transaction::transactional)
                .delayUntil(done -> done ? guessing.forget(Guessed.SECOND_FACTOR, userId.toString()) : Mono.empty());
    }

    private Mono<Void> reset(User user, AuditEntry entry) {
        return factors.forgetAll(user.id())
                .then(changes.made(user.id(), null))
                .then(accounts.forgetFailures(user.id()))
                .then(audit.record(entry))
                .then(notices.reset(user));
    }
}
