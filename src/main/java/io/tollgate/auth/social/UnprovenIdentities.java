package io.tollgate.auth.social;

import io.tollgate.auth.mailbox.MailboxProven;
import io.tollgate.user.User;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Identities that somebody linked before the mailbox was proven need not be its owner's. */
@Component
class UnprovenIdentities implements MailboxProven {

    private final DatabaseClient db;

    UnprovenIdentities(DatabaseClient db) {
        this.db = db;
    }

    @Override
    public Mono<Void> mailboxProven(User user) {
        return db.sql("delete from identities where user_id = :userId")
                .bind("userId", user.id())
                .then();
    }
}
