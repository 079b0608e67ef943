package io.tollgate.billing.invoice;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/account}: how the caller is billed. */
@Component
class AccountHandler {

    private final AccountViews views;
    private final AccountUpdate update;
    private final CurrentUser currentUser;
    private final ClientAddresses addresses;
    private final Body body;

    AccountHandler(
            AccountViews views, AccountUpdate update, CurrentUser currentUser, ClientAddresses addresses, Body body) {
        this.views = views;
        this.update = update;
        this.currentUser = currentUser;
        this.addresses = addresses;
        this.body = body;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return currentUser.active(request).flatMap(user -> show(user.id()));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        return currentUser
                .active(request)
                .then(currentUser.signedIn(request))
                .flatMap(who -> body.of(request, AccountPatch.class)
                        .flatMap(patch -> update.apply(who.userId(), patch.checked(), entry(request, who)))
                        .then(Mono.defer(() -> show(who.userId()))));
    }

    private AuditEntry entry(ServerRequest request, SignedIn who) {
        UUID actor = who.actor() == null ? who.userId() : who.actor();
        return AuditEntry.of("billing_account.updated", addresses.facts(request))
                .by(actor)
                .in(who.sessionId());
    }

    private Mono<ServerResponse> show(UUID userId) {
        return views.of(userId).flatMap(view -> ServerResponse.ok().bodyValue(view));
    }
}
