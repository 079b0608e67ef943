package io.tollgate.auth.otp;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Begins a login by code. Every address gets a flow; whether it has an account, and so a mail, a job finds out. The request does
 * the same work for all of them, so its answer's time tells nothing (CWE-208).
 */
@Component
class CodeRequest {

    private final LoginCodeRepository codes;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final Secrets secrets;
    private final TransactionalOperator transaction;

    CodeRequest(
            LoginCodeRepository codes,
            Outbox outbox,
            AuditLog audit,
            Identifiers identifiers,
            Secrets secrets,
            TransactionalOperator transaction) {
        this.codes = codes;
        this.outbox = outbox;
        this.audit = audit;
        this.identifiers = identifiers;
        this.secrets = secrets;
        this.transaction = transaction;
    }

    /** The flow to log in with: the one that is under way, when it began a moment ago. */
    Mono<String> begin(String email, RequestFacts facts) {
        String account = identifiers.digest(email);
        AuditEntry entry = AuditEntry.of("login_code.requested", facts).with(Map.of("identifier", account));
        return Mono.defer(() -> codes.begin(account, secrets.token()))
                .flatMap(flowId -> outbox.enqueue(CodeMailJob.TYPE, email, new CodeMailJob.Order(email, flowId, facts))
                        .then(audit.record(entry))
                        .thenReturn(flowId))
                .switchIfEmpty(
                        Mono.defer(() -> audit.record(entry.failed("too_soon")).then(codes.flowOf(account))))
                .as(transaction::transactional);
    }
}
