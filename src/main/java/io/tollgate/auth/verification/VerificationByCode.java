package io.tollgate.auth.verification;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.verification.VerificationCodeRepository.Kept;
import io.tollgate.auth.verification.VerificationResult.Expired;
import io.tollgate.auth.verification.VerificationResult.Invalid;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Proof of a mailbox by the code beside the link, typed where somebody signed up. It proves what the link proves, and uses it up.
 *
 * <p>Tries are counted for the address alone, over all its codes, whether it has an account or not: a count beside the code would
 * be a write that unknown addresses do not cost.
 */
@Component
class VerificationByCode {

    private final VerificationCodeRepository rows;
    private final VerificationCodes codes;
    private final Verification verification;
    private final Guessing guessing;
    private final Identifiers identifiers;
    private final AuditLog audit;
    private final Clock clock;

    VerificationByCode(
            VerificationCodeRepository rows,
            VerificationCodes codes,
            Verification verification,
            Guessing guessing,
            Identifiers identifiers,
            AuditLog audit,
            Clock clock) {
        this.rows = rows;
        this.codes = codes;
        this.verification = verification;
        this.guessing = guessing;
        this.identifiers = identifiers;
        this.audit = audit;
        this.clock = clock;
    }

    Mono<VerificationResult> consume(String email, String code, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("email.verified", facts).with(Map.of("identifier", identifiers.digest(email)));
        Mono<VerificationResult> attempt = rows.find(email)
                // The same work for an address without a code: else the time would tell.
                .defaultIfEmpty(Kept.NOTHING)
                .filter(kept -> codes.matches(kept.link(), code, kept.mac()))
                .flatMap(kept -> redeem(kept, entry))
                .switchIfEmpty(Mono.defer(() -> refuse(new Invalid(), entry.failed("wrong_code"))));
        return guessing.guarded(
                Guessed.VERIFICATION_CODE, email, facts, attempt, result -> !(result instanceof Invalid));
    }

    private Mono<VerificationResult> redeem(Kept kept, AuditEntry entry) {
        return clock.instant().isBefore(kept.expiresAt())
                ? verification.consume(kept.link(), entry.facts())
                : refuse(new Expired(), entry.on("user", kept.userId()).failed("code_expired"));
    }

    private Mono<VerificationResult> refuse(VerificationResult refusal, AuditEntry entry) {
        return audit.record(entry).thenReturn(refusal);
    }
}
