package io.tollgate.auth.mfa;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.mfa.Lockout.Attempt;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Lets who is signed in change their factors for a second factor shown in the same request: a stolen session is not enough. */
@Component
public class FactorProof {

    private final MfaAccounts accounts;
    private final Lockout lockout;
    private final Guessing guessing;
    private final SecondFactors factors;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    FactorProof(
            MfaAccounts accounts,
            Lockout lockout,
            Guessing guessing,
            SecondFactors factors,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.lockout = lockout;
        this.guessing = guessing;
        this.factors = factors;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Errors with 429 {@code rate_limited} after too many wrong ones.
     *
     * @param entry how a refusal goes to the audit log
     * @param change made in the transaction that uses the factor up, with the user's row claimed
     * @return the change's result; empty when the factor was not right, or the account is locked: nobody is told which
     */
    public <T> Mono<T> prove(SignedIn who, Proof proof, AuditEntry entry, Function<User, Mono<T>> change) {
        return guessing.guarded(
                        Guessed.SECOND_FACTOR,
                        who.userId().toString(),
                        entry.facts(),
                        tryOnce(who, proof, entry, change),
                        Optional::isPresent)
                .flatMap(Mono::justOrEmpty);
    }

    private <T> Mono<Optional<T>> tryOnce(SignedIn who, Proof proof, AuditEntry entry, Function<User, Mono<T>> change) {
        return lockout.begin(who.userId())
                .flatMap(attempt -> verified(who, attempt, proof, entry, change)
                        .map(Optional::of)
                        .switchIfEmpty(Mono.defer(() -> lockout.failed(attempt, entry.facts())
                                .then(refuse(entry.failed("wrong_second_factor"))))))
                .switchIfEmpty(Mono.defer(() -> refuse(entry.failed("locked"))));
    }

    private <T> Mono<T> verified(
            SignedIn who, Attempt attempt, Proof proof, AuditEntry entry, Function<User, Mono<T>> change) {
        return accounts.claim(who.userId())
                .flatMap(user -> factors.verify(new Occasion(user, who.sessionId(), entry.facts()), proof)
                        .delayUntil(_ -> lockout.passed(attempt))
                        .flatMap(_ -> change.apply(user)))
                .as(transaction::transactional)
                .onErrorResume(TracedRefusal.class, TracedRefusal::leave);
    }

    private <T> Mono<Optional<T>> refuse(AuditEntry entry) {
        return audit.record(entry).thenReturn(Optional.empty());
    }
}
