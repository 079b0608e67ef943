package io.tollgate.auth.mailbox;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Hands an account over to the owner of its mailbox. For an address that was proven before, nothing happens. For any other it is
 * from now on, and what was there before goes: sessions, one-time links and codes, and all that {@link MailboxProven} tells.
 *
 * <p>Not for the link of the mail after the first registration: that mail tells its reader that they confirm a password, and to
 * leave it when they chose none.
 */
@Component
public class MailboxProof {

    private final UserRepository users;
    private final Sessions sessions;
    private final OneTimeSecrets secrets;
    private final List<MailboxProven> listeners;
    private final AuditLog audit;

    MailboxProof(
            UserRepository users,
            Sessions sessions,
            OneTimeSecrets secrets,
            List<MailboxProven> listeners,
            AuditLog audit) {
        this.users = users;
        this.sessions = sessions;
        this.secrets = secrets;
        this.listeners = List.copyOf(listeners);
        this.audit = audit;
    }

    /**
     * Joins the caller's transaction.
     *
     * @param by how it was proven, for the audit log: {@code login_code}, {@code reset}
     * @return the user as they are afterwards
     */
    public Mono<User> prove(User user, String by, RequestFacts facts) {
        return users.markVerified(user.id(), user.email())
                .filter(first -> first)
                .flatMap(_ -> handOver(user, by, facts))
                .then(Mono.defer(() -> users.findById(user.id())));
    }

    private Mono<Void> handOver(User user, String by, RequestFacts facts) {
        return sessions.endAll(user.id(), EndReason.MAILBOX_PROVEN)
                .then(secrets.forget(user.id()))
                .thenMany(Flux.fromIterable(listeners).concatMap(listener -> listener.mailboxProven(user)))
                .then(audit.record(AuditEntry.of("email.verified", facts)
                        .by(user.id())
                        .on("user", user.id())
                        .with(Map.of("by", by))));
    }
}
