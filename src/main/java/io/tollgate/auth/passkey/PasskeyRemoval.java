package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.FactorChanges;
import io.tollgate.auth.mfa.FactorProof;
import io.tollgate.auth.mfa.MfaAccounts;
import io.tollgate.auth.mfa.Proof;
import io.tollgate.auth.passkey.PasskeyRemovalResult.LastLogin;
import io.tollgate.auth.passkey.PasskeyRemovalResult.NotProven;
import io.tollgate.auth.passkey.PasskeyRemovalResult.Removed;
import io.tollgate.auth.passkey.PasskeyRemovalResult.Unknown;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes a passkey away, unless it is the last way in. Whoever may have it had sessions with it: all but the one it is done in end
 * (ASVS 7.4.3). One that is asked for beside a password goes, as an authenticator app does, only for a second factor in the same
 * request: a stolen session is not enough.
 */
@Component
class PasskeyRemoval {

    private final PasskeyRepository passkeys;
    private final MfaAccounts accounts;
    private final FactorProof proofs;
    private final FactorChanges factorChanges;
    private final PasskeyNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    PasskeyRemoval(
            PasskeyRepository passkeys,
            MfaAccounts accounts,
            FactorProof proofs,
            FactorChanges factorChanges,
            PasskeyNotices notices,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.proofs = proofs;
        this.factorChanges = factorChanges;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Two that are removed at once wait for each other, so that the last one stays.
     *
     * @param proof asked for where it is wanted
     */
    Mono<PasskeyRemovalResult> remove(SignedIn who, UUID passkeyId, Mono<Proof> proof, RequestFacts facts) {
        AuditEntry attempt = AuditEntry.of("passkey.removal", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("passkey", passkeyId);
        return passkeys.list(who.userId())
                .flatMap(present -> wantsProof(present, passkeyId)
                        ? proof.flatMap(shown -> proofs.prove(
                                        who, shown, attempt, user -> removed(who, user, passkeyId, attempt))
                                .defaultIfEmpty(new NotProven()))
                        : unproven(who, passkeyId, attempt));
    }

    private Mono<PasskeyRemovalResult> unproven(SignedIn who, UUID passkeyId, AuditEntry attempt) {
        return accounts.claim(who.userId())
                .flatMap(user -> removed(who, user, passkeyId, attempt))
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> unknown(attempt)));
    }

    /** What a passkey is good for was settled when it was registered. */
    private static boolean wantsProof(List<Passkey> present, UUID passkeyId) {
        return named(present, passkeyId)
                .filter(passkey -> !passkey.passwordless())
                .isPresent();
    }

    private static Optional<Passkey> named(List<Passkey> present, UUID passkeyId) {
        return present.stream()
                .filter(passkey -> passkey.id().equals(passkeyId))
                .findFirst();
    }

    private Mono<PasskeyRemovalResult> removed(SignedIn who, User user, UUID passkeyId, AuditEntry attempt) {
        return passkeys.list(user.id()).flatMap(present -> removed(who, user, present, passkeyId, attempt));
    }

    private Mono<PasskeyRemovalResult> removed(
            SignedIn who, User user, List<Passkey> present, UUID passkeyId, AuditEntry attempt) {
        return named(present, passkeyId)
                .map(passkey -> canDoWithout(passkey, present)
                        .flatMap(can -> can ? delete(who, user, passkey, attempt) : lastLogin(attempt)))
                .orElseGet(() -> unknown(attempt));
    }

    private Mono<Boolean> canDoWithout(Passkey passkey, List<Passkey> present) {
        boolean another = present.stream().anyMatch(other -> !other.equals(passkey) && other.passwordless());
        return !passkey.passwordless() || another ? Mono.just(true) : passkeys.hasOtherLogin(passkey.userId());
    }

    private Mono<PasskeyRemovalResult> delete(SignedIn who, User user, Passkey passkey, AuditEntry attempt) {
        return passkeys.delete(passkey.id(), user.id())
                .then(factorChanges.made(user.id(), who.sessionId()))
                .then(notices.removed(user, passkey, attempt.facts()))
                .then(audit.record(attempt))
                .thenReturn(new Removed());
    }

    private Mono<PasskeyRemovalResult> lastLogin(AuditEntry attempt) {
        return audit.record(attempt.failed("last_login")).thenReturn(new LastLogin());
    }

    private Mono<PasskeyRemovalResult> unknown(AuditEntry attempt) {
        return audit.record(attempt.failed("not_found")).thenReturn(new Unknown());
    }
}
