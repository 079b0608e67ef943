package io.tollgate.auth.token;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Ends sessions because their user says so. Saying it again changes nothing. */
@Component
class Logout {

    private final Sessions sessions;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    Logout(Sessions sessions, AuditLog audit, TransactionalOperator transaction) {
        this.sessions = sessions;
        this.audit = audit;
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

    private static AuditEntry entry(String action, SignedIn who, RequestFacts facts) {
        return AuditEntry.of(action, facts).by(who.userId()).in(who.sessionId()).on("session", who.sessionId());
    }
}
