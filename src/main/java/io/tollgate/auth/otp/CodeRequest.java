package io.tollgate.auth.otp;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    private final LoginCodeRepository rows;
    private final LoginCodes codes;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final Clock clock;
    private final TransactionalOperator transaction;

    CodeRequest(
            LoginCodeRepository rows,
            LoginCodes codes,
            Outbox outbox,
            AuditLog audit,
            Identifiers identifiers,
            Clock clock,
            TransactionalOperator transaction) {
        this.rows = rows;
        this.codes = codes;
        this.outbox = outbox;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * The flow to log in with. Who asks again a moment later, from the same place, is told the one that is under way; who asks
     * from elsewhere gets nothing of it: with it they could spend its tries.
     */
    Mono<String> begin(String email, RequestFacts facts) {
        String account = identifiers.digest(email);
        AuditEntry entry = AuditEntry.of("login_code.requested", facts).with(Map.of("identifier", account));
        return Mono.fromSupplier(() -> clock.instant().truncatedTo(ChronoUnit.MICROS))
                .flatMap(now -> begin(email, account, now, facts, entry)
                        .switchIfEmpty(Mono.defer(() -> underWay(email, account, facts, entry))))
                .as(transaction::transactional)
                .as(begun -> rows.adopt(account, identifiers.former(email)).then(begun));
    }

    private Mono<String> underWay(String email, String account, RequestFacts facts, AuditEntry entry) {
        return audit.record(entry.failed("too_soon"))
                .then(rows.begun(account))
                .map(begun -> codes.flowId(identifiers.digests(email), begun.flow(), begun.at(), facts));
    }

    /** Empty when one is under way that began a moment ago. */
    private Mono<String> begin(String email, String account, Instant now, RequestFacts facts, AuditEntry entry) {
        String flowId = codes.flowId(account, now, facts);
        String flow = LoginCodes.flow(flowId);
        return rows.begin(account, flow, now)
                .filter(begun -> begun)
                .flatMap(_ -> outbox.enqueue(CodeMailJob.TYPE, email, new CodeMailJob.Order(email, flow, facts))
                        .then(audit.record(entry))
                        .thenReturn(flowId));
    }
}
