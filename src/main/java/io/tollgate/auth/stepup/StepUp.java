package io.tollgate.auth.stepup;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.mfa.Admission;
import io.tollgate.auth.mfa.Lockout;
import io.tollgate.auth.mfa.Lockout.Attempt;
import io.tollgate.auth.mfa.Methods;
import io.tollgate.auth.mfa.MfaAccounts;
import io.tollgate.auth.mfa.Occasion;
import io.tollgate.auth.mfa.SecondFactors;
import io.tollgate.auth.mfa.TracedRefusal;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.stepup.StepUpResult.PasswordMissing;
import io.tollgate.auth.stepup.StepUpResult.Proven;
import io.tollgate.auth.stepup.StepUpResult.Refused;
import io.tollgate.auth.stepup.StepUpResult.SecondFactorMissing;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Proves once more who is signed in, and goes on in a new session (ASVS 7.2.4) whose {@code auth_time} is now. An account with a
 * second factor must show that one: whoever has learnt the password and found the phone has no more than the first.
 */
@Component
class StepUp {

    private static final List<String> PASSWORD = List.of("pwd");

    private final SecondFactors factors;
    private final Lockout lockout;
    private final Guessing guessing;
    private final UserRepository users;
    private final StepUpPasswords passwords;
    private final PasswordHashing hashing;
    private final MfaAccounts accounts;
    private final Sessions sessions;
    private final Admission admission;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    StepUp(
            SecondFactors factors,
            Lockout lockout,
            Guessing guessing,
            UserRepository users,
            StepUpPasswords passwords,
            PasswordHashing hashing,
            MfaAccounts accounts,
            Sessions sessions,
            Admission admission,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.factors = factors;
        this.lockout = lockout;
        this.guessing = guessing;
        this.users = users;
        this.passwords = passwords;
        this.hashing = hashing;
        this.accounts = accounts;
        this.sessions = sessions;
        this.admission = admission;
        this.audit = audit;
        this.transaction = transaction;
    }

    Mono<StepUpResult> stepUp(SignedIn who, StepUpRequest shown, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("session.stepped_up", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return factors.enabled(who.userId())
                .flatMap(enabled -> enabled ? stepUpWithFactor(who, shown, entry) : stepUpWithout(who, shown, entry));
    }

    private Mono<StepUpResult> stepUpWithFactor(SignedIn who, StepUpRequest shown, AuditEntry entry) {
        return shown.proof() == null
                ? refuse(new SecondFactorMissing(), entry.failed("second_factor_missing"))
                : inTheTarpit(who, shown, entry);
    }

    /** Who need not show a second factor shows the password, or a passkey: some have nothing else. */
    private Mono<StepUpResult> stepUpWithout(SignedIn who, StepUpRequest shown, AuditEntry entry) {
        return Mono.justOrEmpty(shown.proof())
                .filterWhen(proof -> factors.usable(who.userId(), proof.method()))
                .map(_ -> shown)
                .defaultIfEmpty(shown.withoutProof())
                .flatMap(kept -> kept.password() == null && kept.proof() == null
                        ? refuse(new PasswordMissing(), entry.failed("password_missing"))
                        : inTheTarpit(who, kept, entry));
    }

    /** A stolen session is no second place to guess at: what is wrong here counts as it does at the login. */
    private Mono<StepUpResult> inTheTarpit(SignedIn who, StepUpRequest shown, AuditEntry entry) {
        Mono<StepUpResult> factor = shown.proof() == null
                ? tryOnce(who, shown, entry)
                : guarded(Guessed.SECOND_FACTOR, who.userId().toString(), entry, tryOnce(who, shown, entry));
        return shown.password() == null
                ? factor
                : users.findById(who.userId())
                        .flatMap(user -> guarded(Guessed.PASSWORD, user.email(), entry, factor))
                        .switchIfEmpty(Mono.defer(() -> refuse(new Refused(), entry.failed("wrong_proof"))));
    }

    private Mono<StepUpResult> guarded(Guessed what, String account, AuditEntry entry, Mono<StepUpResult> attempt) {
        return guessing.guarded(what, account, entry.facts(), attempt, result -> result instanceof Proven);
    }

    private Mono<StepUpResult> tryOnce(SignedIn who, StepUpRequest shown, AuditEntry entry) {
        return lockout.begin(who.userId())
                .flatMap(attempt -> verified(who, attempt, shown, entry)
                        .switchIfEmpty(Mono.defer(() -> lockout.failed(attempt, entry.facts())
                                .then(refuse(new Refused(), entry.failed("wrong_proof"))))))
                .switchIfEmpty(Mono.defer(() -> refuse(new Refused(), entry.failed("locked"))));
    }

    /** Empty when anything of what was shown is not right. */
    private Mono<StepUpResult> verified(SignedIn who, Attempt attempt, StepUpRequest shown, AuditEntry entry) {
        String password = shown.password();
        return password == null
                ? open(who, attempt, shown, "", entry)
                : passwords
                        .hashOf(who.userId())
                        .filterWhen(hash -> verify(password, hash, attempt))
                        .flatMap(hash -> open(who, attempt, shown, hash, entry));
    }

    /** Where there is no time to hash, a right password has not failed. */
    private Mono<Boolean> verify(String password, String hash, Attempt attempt) {
        return hashing.verify(password, hash)
                .onErrorResume(
                        ApiException.class, busy -> lockout.withdrawn(attempt).then(Mono.error(busy)));
    }

    /** Of parallel callers one ends the old session, and only that one gets a new one. */
    private Mono<StepUpResult> open(SignedIn who, Attempt attempt, StepUpRequest shown, String hash, AuditEntry entry) {
        return accounts.hold(who.userId())
                .filterWhen(_ -> stillThePassword(who, hash))
                .filterWhen(_ -> factors.enabled(who.userId()).map(enabled -> !enabled || shown.proof() != null))
                .flatMap(user -> methods(user, who, shown, entry)
                        .filterWhen(_ -> sessions.end(who.sessionId(), EndReason.SUPERSEDED))
                        .switchIfEmpty(Mono.error(NotProven::new))
                        .delayUntil(_ -> lockout.passed(attempt))
                        .flatMap(methods -> admission.open(user, methods, entry)))
                .<StepUpResult>map(Proven::new)
                .as(transaction::transactional)
                .onErrorResume(NotProven.class, _ -> Mono.empty())
                .onErrorResume(TracedRefusal.class, TracedRefusal::leave);
    }

    /** @param hash of the password that was verified; empty when none was */
    private Mono<Boolean> stillThePassword(SignedIn who, String hash) {
        return hash.isEmpty()
                ? Mono.just(true)
                : passwords.hashOf(who.userId()).map(hash::equals).defaultIfEmpty(false);
    }

    /** How the new session was proven; empty when the second factor is not right. */
    private Mono<List<String>> methods(User user, SignedIn who, StepUpRequest shown, AuditEntry entry) {
        List<String> before = shown.password() == null ? who.methods() : Methods.together(who.methods(), PASSWORD);
        return Mono.justOrEmpty(shown.proof())
                .flatMap(proof -> factors.verify(new Occasion(user, who.sessionId(), entry.facts()), proof)
                        .map(factor -> Methods.together(before, factor))
                        .switchIfEmpty(Mono.error(NotProven::new)))
                .defaultIfEmpty(before);
    }

    private Mono<StepUpResult> refuse(StepUpResult refusal, AuditEntry entry) {
        return audit.record(entry).thenReturn(refusal);
    }

    /** Takes back what the transaction has used up. */
    private static final class NotProven extends RuntimeException {

        NotProven() {
            super("Not proven", null, false, false);
        }
    }
}
