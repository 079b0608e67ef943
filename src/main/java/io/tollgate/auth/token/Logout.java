package io.tollgate.auth.token;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.audit.SampledAudit;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Ends sessions because their user says so. Saying it again changes nothing. */
@Component
class Logout {

    private final Sessions sessions;
    private final AuditLog audit;
    private final SampledAudit sampled;
    private final TransactionalOperator transaction;

    Logout(Sessions sessions, AuditLog audit, SampledAudit sampled, TransactionalOperator transaction) {
        this.sessions = sessions;
        this.audit = audit;
        this.sampled = sampled;
        this.transaction = transaction;
    }

    Mono<Void> end(SignedIn who, RequestFacts facts) {
        return sessions.end(who.sessionId(), EndReason.LOGOUT)
                .filter(ended -> ended)
                .flatMap(_ -> audit.record(entry("logout", who, facts)))
                .as(transaction::transactional);
    }

    Mono<Void> endAll(SignedIn who, RequestFacts facts) {
        return sessions.endAll(who.userId(), EndReason.LOGOUT)
                .then(audit.record(entry("logout.all", who, facts)))
                .as(transaction::transactional);
    }

    /** An administrator is no longer in the user's place; their own session goes on. */
    Mono<Void> endImpersonation(AccessToken token, UUID id, RequestFacts facts) {
        SignedIn who = token.bearer();
        AuditEntry entry = AuditEntry.of("user.impersonation_ended", facts)
                .by(Objects.requireNonNull(who.actor()))
                .in(who.sessionId())
                .on("user", who.userId());
        return sessions.endImpersonation(id, token.expiresAt())
                .filter(ended -> ended)
                .flatMap(_ -> audit.record(entry))
                .as(transaction::transactional);
    }

    /** No error (RFC 7009 §2.2), but no secret either. Anybody can send that: not every one of them is written down. */
    Mono<Void> malformed(RequestFacts facts) {
        return sampled.record(AuditEntry.of("logout", facts).failed("malformed"));
    }

    private static AuditEntry entry(String action, SignedIn who, RequestFacts facts) {
        return AuditEntry.of(action, facts).by(who.userId()).in(who.sessionId()).on("session", who.sessionId());
    }
}
