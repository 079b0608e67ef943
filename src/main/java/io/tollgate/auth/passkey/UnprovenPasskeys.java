package io.tollgate.auth.passkey;

import io.tollgate.auth.mailbox.MailboxProven;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Passkeys that were there before the mailbox was proven need not be its owner's. */
@Component
class UnprovenPasskeys implements MailboxProven {

    private final PasskeyRepository passkeys;

    UnprovenPasskeys(PasskeyRepository passkeys) {
        this.passkeys = passkeys;
    }

    @Override
    public Mono<Void> mailboxProven(User user) {
        return passkeys.deleteAll(user.id());
    }
}
