package io.tollgate.auth.mfa;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.mfa.Lockout.Attempt;
import io.tollgate.auth.mfa.MfaLoginResult.Complete;
import io.tollgate.auth.mfa.MfaLoginResult.Refused;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Completes a login whose first factor was right with the second. */
@Component
class MfaLogin {

    private final Challenges challenges;
    private final Lockout lockout;
    private final Guessing guessing;
    private final MfaAccounts accounts;
    private final SecondFactors factors;
    private final Admission admission;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    MfaLogin(
            Challenges challenges,
            Lockout lockout,
            Guessing guessing,
            MfaAccounts accounts,
            SecondFactors factors,
            Admission admission,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.challenges = challenges;
        this.lockout = lockout;
        this.guessing = guessing;
        this.accounts = accounts;
        this.factors = factors;
        this.admission = admission;
        this.audit = audit;
        this.transaction = transaction;
    }

    Mono<MfaLoginResult> complete(String token, Proof proof, RequestFacts facts) {
        AuditEntry attempt = AuditEntry.of("login.mfa", facts);
        return challenges
                .attempt(token)
                .flatMap(challenge -> inTheTarpit(challenge, proof, attempt.on("user", challenge.userId())))
                .switchIfEmpty(Mono.defer(() -> refuse(attempt.failed("challenge_invalid"))));
    }

    /** Beside the lock, which opens again after a while: in the long run there are no more guesses than at a password. */
    private Mono<MfaLoginResult> inTheTarpit(Challenge challenge, Proof proof, AuditEntry entry) {
        return guessing.guarded(
                Guessed.SECOND_FACTOR,
                challenge.userId().toString(),
                entry.facts(),
                tryOnce(challenge, proof, entry),
                result -> result instanceof Complete);
    }

    private Mono<MfaLoginResult> tryOnce(Challenge challenge, Proof proof, AuditEntry entry) {
        return lockout.begin(challenge.userId())
                .flatMap(attempt -> open(challenge, attempt, proof, entry)
                        .switchIfEmpty(Mono.defer(() -> lockout.failed(attempt, entry.facts())
                                .then(refuse(entry.failed("wrong_second_factor"))))))
                .switchIfEmpty(Mono.defer(() -> refuse(entry.failed("locked"))));
    }

    /** Empty when the proof was not right, or the account is no longer what it was at the first factor. */
    private Mono<MfaLoginResult> open(Challenge challenge, Attempt attempt, Proof proof, AuditEntry entry) {
        return accounts.hold(challenge.userId())
                .flatMap(user -> challenges
                        .consume(challenge.id())
                        .flatMap(_ -> factors.verify(new Occasion(user, challenge.id(), entry.facts()), proof))
                        .switchIfEmpty(Mono.error(NotProven::new))
                        .delayUntil(_ -> lockout.passed(attempt))
                        .flatMap(factor -> admission.open(
                                user,
                                Methods.together(challenge.methods(), factor),
                                entry.with(Map.of("method", factor.method(), "first_request", challenge.requestId())))))
                .<MfaLoginResult>map(Complete::new)
                .as(transaction::transactional)
                .onErrorResume(NotProven.class, _ -> Mono.empty())
                .onErrorResume(TracedRefusal.class, TracedRefusal::leave);
    }

    private Mono<MfaLoginResult> refuse(AuditEntry entry) {
        return audit.record(entry).thenReturn(new Refused());
    }
}
