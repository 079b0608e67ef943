package io.tollgate.auth.social;

import io.tollgate.auth.mailbox.OneTimeSecret;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Codes for apps that wait, and links under way. */
@Component
class SocialSecrets implements OneTimeSecret {

    private final DatabaseClient db;

    SocialSecrets(DatabaseClient db) {
        this.db = db;
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return db.sql("""
                        with codes as (delete from social_hand_offs where user_id = :userId)
                        delete from social_flows where user_id = :userId
                        """).bind("userId", userId).then();
    }
}
