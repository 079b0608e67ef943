package io.tollgate.auth.passkey;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Gives a passkey another name. */
@Component
class PasskeyRenaming {

    private final PasskeyRepository passkeys;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    PasskeyRenaming(PasskeyRepository passkeys, AuditLog audit, TransactionalOperator transaction) {
        this.passkeys = passkeys;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Empty when the user has no such passkey. */
    Mono<Passkey> rename(SignedIn who, UUID passkeyId, String name, RequestFacts facts) {
        AuditEntry attempt = AuditEntry.of("passkey.renaming", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("passkey", passkeyId);
        return passkeys.rename(passkeyId, who.userId(), name.strip())
                .delayUntil(_ -> audit.record(attempt))
                .switchIfEmpty(Mono.defer(
                        () -> audit.record(attempt.failed("not_found")).then(Mono.empty())))
                .as(transaction::transactional);
    }
}
