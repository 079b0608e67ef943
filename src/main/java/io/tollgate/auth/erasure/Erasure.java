package io.tollgate.auth.erasure;

import io.tollgate.auth.serviceaccount.OwnedServiceAccounts;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.AccountErased;
import io.tollgate.user.Administrators;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Erases a user in one transaction: every session ends, everything that is theirs is deleted, and of the account a row without a
 * person stays for what the law wants kept (ADR 20). Billing is told by a job. May run inside the caller's transaction.
 */
@Component
public class Erasure {

    private final ErasureRepository erasures;
    private final UserRepository users;
    private final Administrators administrators;
    private final Sessions sessions;
    private final OwnedServiceAccounts serviceAccounts;
    private final Outbox outbox;
    private final Mailer mailer;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    Erasure(
            ErasureRepository erasures,
            UserRepository users,
            Administrators administrators,
            Sessions sessions,
            OwnedServiceAccounts serviceAccounts,
            Outbox outbox,
            Mailer mailer,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.erasures = erasures;
        this.users = users;
        this.administrators = administrators;
        this.sessions = sessions;
        this.serviceAccounts = serviceAccounts;
        this.outbox = outbox;
        this.mailer = mailer;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** @param by who wants it: the user, or an administrator */
    public Mono<ErasureResult> erase(UUID userId, UUID by, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("user.erased", facts).by(by).on("user", userId);
        return users.findById(userId)
                .filter(user -> !user.erased())
                .flatMap(user -> eraseUnlessLast(user, by, facts))
                .defaultIfEmpty(ErasureResult.NOT_THERE)
                .delayUntil(result -> audit.record(outcome(entry, result)))
                .as(transaction::transactional);
    }

    private Mono<ErasureResult> eraseUnlessLast(User user, UUID by, RequestFacts facts) {
        Mono<Boolean> allowed = user.admin() ? administrators.remainWithout(user.id()) : Mono.just(true);
        return allowed.flatMap(may -> may ? erase(user, by, facts) : Mono.just(ErasureResult.LAST_ADMINISTRATOR));
    }

    private Mono<ErasureResult> erase(User user, UUID by, RequestFacts facts) {
        return erasures.anonymise(user.id())
                .flatMap(done -> done
                        ? takeAll(user, by, facts).thenReturn(ErasureResult.ERASED)
                        : Mono.just(ErasureResult.NOT_THERE));
    }

    /** Sessions end before their rows go: their access tokens must be refused until they expire. */
    private Mono<Void> takeAll(User user, UUID by, RequestFacts facts) {
        UUID id = user.id();
        return sessions.endAll(id, EndReason.USER_ERASED)
                .then(serviceAccounts.revoke(id, by, "owner_erased", facts))
                .then(erasures.deleteOwned(id))
                .then(erasures.deleteDeadLetters(user))
                .then(outbox.enqueue(AccountErased.TYPE, id.toString(), new AccountErased(id)))
                .then(mailer.queue(farewell(user)));
    }

    private static Mail farewell(User user) {
        return new Mail(
                "account_erased", "Your account was deleted", user.emailDisplay(), Map.of("username", user.username()));
    }

    private static AuditEntry outcome(AuditEntry entry, ErasureResult result) {
        return switch (result) {
            case ERASED -> entry;
            case NOT_THERE -> entry.failed("not_there");
            case LAST_ADMINISTRATOR -> entry.failed("last_administrator");
        };
    }
}
