package io.tollgate.auth.password;

import io.tollgate.auth.mailbox.MailboxProof;
import io.tollgate.auth.mailbox.OneTimeSecrets;
import io.tollgate.auth.mailbox.OneTimeTokenRepository.OneTimeToken;
import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** All that a reset changes, besides the link that is used up. */
@Component
class AccountRecovery {

    private final PasswordRepository passwords;
    private final Sessions sessions;
    private final MailboxProof mailboxes;
    private final OneTimeSecrets secrets;
    private final PasswordNotices notices;
    private final AuditLog audit;

    AccountRecovery(
            PasswordRepository passwords,
            Sessions sessions,
            MailboxProof mailboxes,
            OneTimeSecrets secrets,
            PasswordNotices notices,
            AuditLog audit) {
        this.passwords = passwords;
        this.sessions = sessions;
        this.mailboxes = mailboxes;
        this.secrets = secrets;
        this.notices = notices;
        this.audit = audit;
    }

    /**
     * Joins the caller's transaction. The user's row comes first, as in every change of credentials: nobody logs in meanwhile, and
     * no two of them wait for each other.
     *
     * @param link takes the link; empty when somebody else has
     * @return empty when nothing was changed: also when the account is not active or has another address by now
     */
    Mono<User> recover(User user, Mono<OneTimeToken> link, String hash, RequestFacts facts) {
        return passwords
                .lockUser(user.id())
                .filterWhen(locked -> link.map(taken -> locked.active()
                        && taken.userId().equals(locked.id())
                        && taken.email().equals(locked.email())))
                .flatMap(locked -> set(locked, hash, facts).thenReturn(locked));
    }

    /** Sessions and password first: otherwise the proof of the mailbox would end them, for another reason and with another mail. */
    private Mono<Void> set(User user, String hash, RequestFacts facts) {
        return sessions.endAll(user.id(), EndReason.PASSWORD_RESET)
                .then(passwords.delete(user.id()))
                .then(mailboxes.prove(user, "reset", facts))
                .then(passwords.put(user.id(), hash))
                .then(secrets.forget(user.id()))
                .then(notices.reset(user, facts))
                .then(audit.record(
                        AuditEntry.of("password.reset", facts).by(user.id()).on("user", user.id())));
    }
}
