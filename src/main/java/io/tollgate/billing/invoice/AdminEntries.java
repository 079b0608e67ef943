package io.tollgate.billing.invoice;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.user.CurrentUser;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** What the audit log is told of an administrator's request; 403 for anybody else's. */
@Component
class AdminEntries {

    private final CurrentUser currentUser;
    private final ClientAddresses addresses;

    AdminEntries(CurrentUser currentUser, ClientAddresses addresses) {
        this.currentUser = currentUser;
        this.addresses = addresses;
    }

    Mono<AuditEntry> of(ServerRequest request, String action) {
        return currentUser
                .admin(request)
                .map(admin -> AuditEntry.of(action, addresses.facts(request)).by(admin.id()));
    }
}
