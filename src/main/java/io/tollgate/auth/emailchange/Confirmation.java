package io.tollgate.auth.emailchange;

import io.tollgate.auth.mailbox.OneTimeSecrets;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.EmailChanged;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes the answers of the two mailboxes, in whichever order they come. With the second, in one transaction: the new address, the
 * end of every session but the one that asked, of every link to the old address, and a note to both mailboxes. Of users who want
 * the same address, the unique index picks one.
 */
@Component
class Confirmation {

    private final EmailChangeRepository changes;
    private final EmailChangeMails mails;
    private final UserRepository users;
    private final Sessions sessions;
    private final OneTimeSecrets secrets;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final TransactionalOperator transaction;

    Confirmation(
            EmailChangeRepository changes,
            EmailChangeMails mails,
            UserRepository users,
            Sessions sessions,
            OneTimeSecrets secrets,
            Outbox outbox,
            AuditLog audit,
            Identifiers identifiers,
            TransactionalOperator transaction) {
        this.changes = changes;
        this.mails = mails;
        this.users = users;
        this.sessions = sessions;
        this.secrets = secrets;
        this.outbox = outbox;
        this.audit = audit;
        this.identifiers = identifiers;
        this.transaction = transaction;
    }

    Mono<ConfirmResult> confirm(String token, RequestFacts facts) {
        return changes.lockOwner(token)
                .then(changes.confirm(token))
                .flatMap(change -> change.confirmedByBoth() ? finish(change, facts) : half(change, facts))
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> refuse("email.change_confirmed", "token_invalid", facts)))
                .onErrorResume(DuplicateKeyException.class, _ -> taken(token, facts));
    }

    Mono<ConfirmResult> cancel(String token, RequestFacts facts) {
        return changes.cancel(token)
                .flatMap(change -> audit.record(entry("email.change_cancelled", change, facts))
                        .thenReturn(ConfirmResult.CANCELLED))
                .as(transaction::transactional)
                .switchIfEmpty(Mono.defer(() -> refuse("email.change_cancelled", "token_invalid", facts)));
    }

    private Mono<ConfirmResult> half(PendingChange change, RequestFacts facts) {
        return audit.record(entry("email.change_confirmed", change, facts)).thenReturn(ConfirmResult.HALF);
    }

    private Mono<ConfirmResult> finish(PendingChange change, RequestFacts facts) {
        return users.findById(change.userId())
                .flatMap(before -> changes.apply(change)
                        .flatMap(done -> done ? settle(before, change, facts) : changedMeanwhile(change, facts)));
    }

    private Mono<ConfirmResult> changedMeanwhile(PendingChange change, RequestFacts facts) {
        return changes.forget(change.userId())
                .then(audit.record(entry("email.changed", change, facts).failed("changed_meanwhile")))
                .thenReturn(ConfirmResult.INVALID);
    }

    private Mono<ConfirmResult> settle(User before, PendingChange change, RequestFacts facts) {
        UUID userId = change.userId();
        return sessions.endOthers(userId, change.sessionId(), EndReason.EMAIL_CHANGED)
                .then(secrets.forget(userId))
                .then(mails.done(before, change.newDisplay(), before.emailDisplay()))
                .then(mails.done(before, change.newDisplay(), change.newDisplay()))
                .then(outbox.enqueue(EmailChanged.TYPE, userId.toString(), new EmailChanged(userId)))
                .then(audit.record(entry("email.changed", change, facts)))
                .thenReturn(ConfirmResult.CHANGED);
    }

    /** The transaction is gone, and the change must not be tried again with the same links. */
    private Mono<ConfirmResult> taken(String token, RequestFacts facts) {
        return changes.cancel(token)
                .flatMap(change ->
                        audit.record(entry("email.changed", change, facts).failed("email_taken")))
                .as(transaction::transactional)
                .thenReturn(ConfirmResult.INVALID);
    }

    private Mono<ConfirmResult> refuse(String action, String reason, RequestFacts facts) {
        return audit.record(AuditEntry.of(action, facts).failed(reason)).thenReturn(ConfirmResult.INVALID);
    }

    private AuditEntry entry(String action, PendingChange change, RequestFacts facts) {
        return AuditEntry.of(action, facts)
                .by(change.userId())
                .on("user", change.userId())
                .with(Map.of(
                        "identifier", identifiers.digest(change.newEmail()),
                        "former", identifiers.digest(change.oldEmail())));
    }
}
