package io.tollgate.auth.password;

import io.tollgate.auth.mailbox.MailboxProven;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Removes a password that was set before anybody had proven the mailbox: its owner may never have seen it. They are told, since it
 * may have been their own.
 */
@Component
class UnprovenPassword implements MailboxProven {

    private final PasswordRepository passwords;
    private final PasswordNotices notices;

    UnprovenPassword(PasswordRepository passwords, PasswordNotices notices) {
        this.passwords = passwords;
        this.notices = notices;
    }

    @Override
    public Mono<Void> mailboxProven(User user) {
        return passwords.delete(user.id()).filter(deleted -> deleted).flatMap(_ -> notices.removed(user));
    }
}
