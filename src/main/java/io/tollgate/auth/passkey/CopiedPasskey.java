package io.tollgate.auth.passkey;

import io.tollgate.auth.passkey.PasskeyUse.OwnedPasskey;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * What stays when an authenticator has counted less than before (WebAuthn §6.1.1): a line in the audit log and a mail. To be called
 * outside of any transaction: that of the login it happened in is taken back.
 */
@Component
class CopiedPasskey {

    private final PasskeyNotices notices;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    CopiedPasskey(PasskeyNotices notices, AuditLog audit, TransactionalOperator transaction) {
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
    }

    Mono<Void> suspected(OwnedPasskey found, RequestFacts facts) {
        return notices.countedBack(found.owner(), found.passkey(), facts)
                .then(audit.record(AuditEntry.of("passkey.copied", facts)
                        .on("passkey", found.passkey().id())
                        .by(found.owner().id())))
                .as(transaction::transactional);
    }
}
