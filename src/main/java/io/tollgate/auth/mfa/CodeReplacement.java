package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.CodeReplacementResult.NotEnabled;
import io.tollgate.auth.mfa.CodeReplacementResult.Refused;
import io.tollgate.auth.mfa.CodeReplacementResult.Replaced;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives a user new recovery codes, which makes all old ones worthless. For a second factor only: the codes are one, and would
 * make ten of a stolen session.
 */
@Component
class CodeReplacement {

    private final RecoveryCodes codes;
    private final SecondFactors factors;
    private final FactorProof proofs;
    private final MfaNotices notices;
    private final AuditLog audit;

    CodeReplacement(
            RecoveryCodes codes, SecondFactors factors, FactorProof proofs, MfaNotices notices, AuditLog audit) {
        this.codes = codes;
        this.factors = factors;
        this.proofs = proofs;
        this.notices = notices;
        this.audit = audit;
    }

    Mono<CodeReplacementResult> replace(SignedIn who, Proof proof, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("mfa.recovery_codes_replaced", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return factors.enabled(who.userId())
                .flatMap(enabled -> enabled
                        ? proofs.prove(who, proof, entry, user -> replaced(user, who, entry))
                                .defaultIfEmpty(new Refused())
                        : audit.record(entry.failed("not_enabled")).thenReturn(new NotEnabled()));
    }

    private Mono<CodeReplacementResult> replaced(User user, SignedIn who, AuditEntry entry) {
        return codes.replace(user.id(), who.sessionId())
                .delayUntil(_ -> audit.record(entry))
                .delayUntil(_ -> notices.codesReplaced(user, entry.facts()))
                .map(Replaced::new);
    }
}
