package io.tollgate.auth.password;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes note that somebody asks for a reset. Whether the address has an account is looked up by a job: the request does the same
 * work for every address, so its answer's time tells nothing (CWE-208).
 */
@Component
public class ForgottenPassword {

    private final Outbox outbox;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final TransactionalOperator transaction;

    ForgottenPassword(Outbox outbox, AuditLog audit, Identifiers identifiers, TransactionalOperator transaction) {
        this.outbox = outbox;
        this.audit = audit;
        this.identifiers = identifiers;
        this.transaction = transaction;
    }

    public Mono<Void> report(String email, RequestFacts facts) {
        AuditEntry entry =
                AuditEntry.of("password.reset_requested", facts).with(Map.of("identifier", identifiers.digest(email)));
        return outbox.enqueue(ResetMailJob.TYPE, email, new ResetMailJob.Order(email, facts))
                .then(audit.record(entry))
                .as(transaction::transactional);
    }
}
