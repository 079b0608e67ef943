package io.tollgate.auth.mailbox;

import io.tollgate.user.User;
import reactor.core.publisher.Mono;

/**
 * Hears that the owner of a mailbox has proven it, where until then nobody had. Whoever opened the account may have been somebody
 * else, who waits for the owner to move in (account pre-hijacking): what was attached before the proof - a
 * password, a linked provider, a second factor, a passkey - must go.
 *
 * <p>Implemented by the features that keep such things. Called in the transaction of the proof, before the owner is let in.
 */
public interface MailboxProven {

    Mono<Void> mailboxProven(User user);
}
