package io.tollgate.user;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ClientAddresses;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** The door of what only administrators do: who asks, and the entry that will stand in the audit log. */
@Component
public class AdminAction {

    private final CurrentUser currentUser;
    private final RecentProof recentProof;
    private final ClientAddresses addresses;

    AdminAction(CurrentUser currentUser, RecentProof recentProof, ClientAddresses addresses) {
        this.currentUser = currentUser;
        this.recentProof = recentProof;
        this.addresses = addresses;
    }

    /** By an administrator, as the database has it now. */
    public Mono<AuditEntry> begin(String action, ServerRequest request) {
        return currentUser
                .admin(request)
                .then(Mono.defer(() -> currentUser.signedIn(request)))
                .map(who -> entry(action, who, request));
    }

    /** By an administrator who has logged in recently: for what cannot be undone or gives power. */
    public Mono<AuditEntry> beginSensitive(String action, ServerRequest request) {
        return currentUser
                .admin(request)
                .then(Mono.defer(() -> recentProof.require(request)))
                .map(who -> entry(action, who, request));
    }

    private AuditEntry entry(String action, SignedIn who, ServerRequest request) {
        return AuditEntry.of(action, addresses.facts(request)).by(who.userId()).in(who.sessionId());
    }
}
