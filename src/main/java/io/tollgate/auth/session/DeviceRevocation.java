package io.tollgate.auth.session;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Ends sessions from the list of devices. */
@Component
class DeviceRevocation {

    private final Sessions sessions;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    DeviceRevocation(Sessions sessions, AuditLog audit, TransactionalOperator transaction) {
        this.sessions = sessions;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** False when it is not this user's, has ended, or never was: nobody is told which. */
    Mono<Boolean> end(UUID sessionId, SignedIn who, RequestFacts facts) {
        AuditEntry entry = entry("session.revoked", who, facts).on("session", sessionId);
        return sessions.endOf(who.userId(), sessionId, EndReason.REVOKED_BY_USER)
                .delayUntil(ended -> audit.record(ended ? entry : entry.failed("not_found")))
                .as(transaction::transactional);
    }

    Mono<Void> endOthers(SignedIn who, RequestFacts facts) {
        return sessions.endOthers(who.userId(), who.sessionId(), EndReason.REVOKED_BY_USER)
                .then(audit.record(entry("session.revoked_others", who, facts).on("session", who.sessionId())))
                .as(transaction::transactional);
    }

    private static AuditEntry entry(String action, SignedIn who, RequestFacts facts) {
        return AuditEntry.of(action, facts).by(who.userId()).in(who.sessionId());
    }
}
