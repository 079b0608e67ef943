package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.Admission;
import io.tollgate.auth.passkey.AssertionResult.Asserted;
import io.tollgate.auth.passkey.AssertionResult.CountedBack;
import io.tollgate.auth.passkey.AssertionResult.NotAsserted;
import io.tollgate.auth.passkey.PasskeyChallenges.Purpose;
import io.tollgate.auth.passkey.PasskeyChallenges.Taken;
import io.tollgate.auth.passkey.PasskeyLoginResult.LoggedIn;
import io.tollgate.auth.passkey.PasskeyLoginResult.Refused;
import io.tollgate.auth.passkey.PasskeyUse.OwnedPasskey;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Logs in with a passkey that has checked PIN or biometrics: something the user has and something they know or are, so no second
 * factor is asked for. The challenge is used up before anything is verified.
 */
@Component
class PasskeyLogin {

    private final PasskeyChallenges challenges;
    private final PasskeyUse uses;
    private final AssertionCheck check;
    private final CopiedPasskey copied;
    private final Admission admission;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    PasskeyLogin(
            PasskeyChallenges challenges,
            PasskeyUse uses,
            AssertionCheck check,
            CopiedPasskey copied,
            Admission admission,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.challenges = challenges;
        this.uses = uses;
        this.check = check;
        this.copied = copied;
        this.admission = admission;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * @param answer null when it could not be decoded
     * @param browser what the browser was given with the challenge; null for all others
     */
    Mono<PasskeyLoginResult> login(@Nullable Assertion answer, @Nullable String browser, RequestFacts facts) {
        AuditEntry attempt = AuditEntry.of("login", facts).with(Map.of("method", "passkey"));
        if (answer == null) {
            return refuse(attempt.failed("malformed"));
        }
        return challenges
                .take(Purpose.LOGIN, answer.challenge(), browser)
                .flatMap(taken -> answered(taken, answer, attempt))
                .switchIfEmpty(Mono.defer(() -> refuse(attempt.failed("challenge"))));
    }

    private Mono<PasskeyLoginResult> answered(Taken taken, Assertion answer, AuditEntry attempt) {
        return uses.find(answer.credentialId())
                .flatMap(found -> check.check(answer, found.passkey(), true)
                        .flatMap(result -> judged(
                                found,
                                result,
                                objection(found, taken, answer),
                                attempt.on("user", found.owner().id()))))
                .switchIfEmpty(Mono.defer(() -> check.inVain(answer).then(refuse(attempt.failed("unknown_passkey")))));
    }

    /** Why not, although the signature may be right; null when there is nothing to object. */
    private static @Nullable String objection(OwnedPasskey found, Taken taken, Assertion answer) {
        if (!found.handle().equals(answer.userHandle())) {
            return "user_handle";
        }
        if (!taken.isFor(found.owner().id())) {
            return "another_user";
        }
        if (!found.passkey().uvInitialized()) {
            return "second_factor_only";
        }
        return found.owner().active() ? null : "disabled";
    }

    private Mono<PasskeyLoginResult> judged(
            OwnedPasskey found, AssertionResult result, @Nullable String objection, AuditEntry attempt) {
        return switch (result) {
            case NotAsserted(String reason) -> refuse(attempt.failed(reason));
            case CountedBack _ -> copied.suspected(found, attempt.facts()).then(refuse(attempt.failed("counted_back")));
            case Asserted asserted ->
                objection == null ? admit(found, asserted, attempt) : refuse(attempt.failed(objection));
        };
    }

    private Mono<PasskeyLoginResult> admit(OwnedPasskey found, Asserted asserted, AuditEntry attempt) {
        return uses.record(found.passkey(), asserted)
                .flatMap(owner -> admission.admit(owner, methods(found.passkey()), attempt))
                .<PasskeyLoginResult>map(LoggedIn::new)
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> refuse(attempt.failed("changed_meanwhile"))));
    }

    /** RFC 8176: a key that stays in its hardware, or one that is copied between devices; a user who was there; two factors. */
    private static List<String> methods(Passkey passkey) {
        return List.of(passkey.backupEligible() ? "swk" : "hwk", "user", Admission.MULTIPLE);
    }

    private Mono<PasskeyLoginResult> refuse(AuditEntry entry) {
        return audit.record(entry).thenReturn(new Refused());
    }
}
