package io.tollgate.auth.emailchange;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.mail.FallbackAddress;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Begins a change of address: a link to each mailbox. An address that has an account takes the same steps, but its link is sent to
 * nobody and its owner is told instead, so that neither the answer nor the old mailbox gives away who has an account (CWE-204).
 * Behind a {@link FallbackAddress} there is no mailbox to ask: the recent login that every change wants stands for its answer.
 */
@Component
class EmailChange {

    private final EmailChangeRepository changes;
    private final EmailChangeMails mails;
    private final UserRepository users;
    private final Secrets secrets;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final EmailChangeProperties properties;
    private final TransactionalOperator transaction;

    EmailChange(
            EmailChangeRepository changes,
            EmailChangeMails mails,
            UserRepository users,
            Secrets secrets,
            AuditLog audit,
            Identifiers identifiers,
            EmailChangeProperties properties,
            TransactionalOperator transaction) {
        this.changes = changes;
        this.mails = mails;
        this.users = users;
        this.secrets = secrets;
        this.audit = audit;
        this.identifiers = identifiers;
        this.properties = properties;
        this.transaction = transaction;
    }

    /** @param address as typed; not the user's own */
    Mono<Void> begin(User user, SignedIn who, String address, RequestFacts facts) {
        return Mono.defer(() -> begin(user, who, address, secrets.token(), secrets.token(), facts));
    }

    private Mono<Void> begin(
            User user, SignedIn who, String address, String oldToken, String newToken, RequestFacts facts) {
        PendingChange change = new PendingChange(
                user.id(),
                who.sessionId(),
                user.email(),
                User.normaliseEmail(address),
                address,
                FallbackAddress.is(user.email()),
                false);
        AuditEntry entry = AuditEntry.of("email.change_requested", facts)
                .by(user.id())
                .in(who.sessionId())
                .on("user", user.id())
                .with(Map.of("identifier", identifiers.digest(address)));
        return changes.store(change, oldToken, newToken, properties.tokenTtl())
                .then(mails.askOld(user, address, oldToken))
                .then(askNew(user, change, newToken))
                .then(audit.record(entry))
                .as(transaction::transactional);
    }

    private Mono<Void> askNew(User user, PendingChange change, String token) {
        return users.findByEmail(change.newEmail())
                .flatMap(owner -> mails.tellOwner(owner).thenReturn(owner))
                .switchIfEmpty(Mono.defer(
                        () -> mails.askNew(user, change.newDisplay(), token).thenReturn(user)))
                .then();
    }
}
