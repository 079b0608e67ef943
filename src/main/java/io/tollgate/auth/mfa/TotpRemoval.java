package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.TotpRemovalResult.NotEnabled;
import io.tollgate.auth.mfa.TotpRemovalResult.Refused;
import io.tollgate.auth.mfa.TotpRemovalResult.Removed;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Removes an authenticator app, for who can still show a second factor. */
@Component
class TotpRemoval {

    private final TotpRepository totp;
    private final FactorProof proofs;
    private final FactorChanges changes;
    private final MfaNotices notices;
    private final AuditLog audit;

    TotpRemoval(TotpRepository totp, FactorProof proofs, FactorChanges changes, MfaNotices notices, AuditLog audit) {
        this.totp = totp;
        this.proofs = proofs;
        this.changes = changes;
        this.notices = notices;
        this.audit = audit;
    }

    Mono<TotpRemovalResult> remove(SignedIn who, Proof proof, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("mfa.totp_disabled", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return totp.confirmedAt(who.userId())
                .flatMap(_ -> proofs.prove(who, proof, entry, user -> forget(user, who, entry))
                        .defaultIfEmpty(new Refused()))
                .switchIfEmpty(Mono.defer(
                        () -> audit.record(entry.failed("not_enabled")).thenReturn(new NotEnabled())));
    }

    private Mono<TotpRemovalResult> forget(User user, SignedIn who, AuditEntry entry) {
        return totp.delete(user.id())
                .then(changes.made(user.id(), who.sessionId()))
                .then(audit.record(entry))
                .then(notices.disabled(user, entry.facts()))
                .thenReturn(new Removed());
    }
}
