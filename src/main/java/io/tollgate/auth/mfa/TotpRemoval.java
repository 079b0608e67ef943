package io.tollgate.auth.mfa;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.mfa.Lockout.Attempt;
import io.tollgate.auth.mfa.TotpRemovalResult.NotEnabled;
import io.tollgate.auth.mfa.TotpRemovalResult.Refused;
import io.tollgate.auth.mfa.TotpRemovalResult.Removed;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Removes an authenticator app, for who can still show a second factor: a stolen session is not enough. */
@Component
class TotpRemoval {

    private final TotpRepository totp;
    private final MfaAccounts accounts;
    private final Lockout lockout;
    private final Guessing guessing;
    private final SecondFactors factors;
    private final FactorChanges changes;
    private final MfaNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    TotpRemoval(
            TotpRepository totp,
            MfaAccounts accounts,
            Lockout lockout,
            Guessing guessing,
            SecondFactors factors,
            FactorChanges changes,
            MfaNotices notices,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.totp = totp;
        this.accounts = accounts;
        this.lockout = lockout;
        this.guessing = guessing;
        this.factors = factors;
        this.changes = changes;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    Mono<TotpRemovalResult> remove(SignedIn who, Proof proof, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("mfa.totp_disabled", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return totp.confirmedAt(who.userId())
                .flatMap(_ -> guessing.guarded(
                        Guessed.SECOND_FACTOR,
                        who.userId().toString(),
                        facts,
                        tryOnce(who, proof, entry),
                        result -> result instanceof Removed))
                .switchIfEmpty(Mono.defer(() -> refuse(new NotEnabled(), entry.failed("not_enabled"))));
    }

    private Mono<TotpRemovalResult> tryOnce(SignedIn who, Proof proof, AuditEntry entry) {
        return lockout.begin(who.userId())
                .flatMap(attempt -> verified(who, attempt, proof, entry)
                        .switchIfEmpty(Mono.defer(() -> lockout.failed(attempt, entry.facts())
                                .then(refuse(new Refused(), entry.failed("wrong_second_factor"))))))
                .switchIfEmpty(Mono.defer(() -> refuse(new Refused(), entry.failed("locked"))));
    }

    /** Empty when the proof was not right. */
    private Mono<TotpRemovalResult> verified(SignedIn who, Attempt attempt, Proof proof, AuditEntry entry) {
        return accounts.claim(who.userId())
                .flatMap(user -> factors.verify(new Occasion(user, who.sessionId(), entry.facts()), proof)
                        .delayUntil(_ -> lockout.passed(attempt))
                        .flatMap(_ -> forget(user, who, entry)))
                .as(transaction::transactional);
    }

    private Mono<TotpRemovalResult> forget(User user, SignedIn who, AuditEntry entry) {
        return totp.delete(user.id())
                .then(changes.made(user.id(), who.sessionId()))
                .then(audit.record(entry))
                .then(notices.disabled(user, entry.facts()))
                .thenReturn(new Removed());
    }

    private Mono<TotpRemovalResult> refuse(TotpRemovalResult refusal, AuditEntry entry) {
        return audit.record(entry).thenReturn(refusal);
    }
}
