package io.tollgate.auth.serviceaccount;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ends what a user answered for, when nobody does any more. Being let in again gives none of it back. */
@Component
public class OwnedServiceAccounts {

    private final ServiceAccountRepository accounts;
    private final AuditLog audit;

    OwnedServiceAccounts(ServiceAccountRepository accounts, AuditLog audit) {
        this.accounts = accounts;
        this.audit = audit;
    }

    /**
     * Joins the caller's transaction; within a second of its end no node takes their tokens.
     *
     * @param by who ends the owner's access
     * @param cause for the audit log: {@code owner_deactivated}, {@code owner_erased}
     */
    public Mono<Void> revoke(UUID ownerId, UUID by, String cause, RequestFacts facts) {
        return accounts.revokeOwned(ownerId)
                .flatMapIterable(Function.identity())
                .concatMap(id -> audit.record(AuditEntry.of("service_account.revoked", facts)
                        .by(by)
                        .on("service_account", id)
                        .with(Map.of("cause", cause))))
                .then();
    }
}
