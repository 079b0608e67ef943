package io.tollgate.auth.passkey;

import io.tollgate.auth.passkey.AssertionResult.Asserted;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Passkeys at work: together with their owners, and what each use leaves in their rows. */
@Repository
class PasskeyUse {

    private final DatabaseClient db;
    private final Clock clock;

    PasskeyUse(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** @param handle under which authenticators know the owner */
    record OwnedPasskey(Passkey passkey, User owner, Bytes handle) {}

    Mono<OwnedPasskey> find(Bytes credentialId) {
        return db.sql("select * from passkeys where credential_id = :credentialId")
                .bind("credentialId", credentialId.toArray())
                .map(PasskeyRepository::toPasskey)
                .one()
                .flatMap(this::owned);
    }

    /**
     * Takes note of a use, and gives the owner. Empty when the passkey is gone, its owner no longer active, or, the counter says,
     * another use was faster. Until commit nobody deactivates the owner or removes the passkey.
     * What the authenticator has checked never turns a second factor into a login of its own (WebAuthn §7.2, last step but one).
     */
    Mono<User> record(Passkey passkey, Asserted asserted) {
        return Mono.defer(() -> db.sql("""
                        with owner as (
                            select * from users where id = :ownerId and is_active for share),
                        used as (
                            update passkeys p
                            set sign_count = :signCount, backed_up = :backedUp, last_used_at = :now
                            from owner
                            where p.id = :id and p.user_id = owner.id
                              and (p.sign_count < :signCount or (p.sign_count = 0 and :signCount = 0))
                            returning p.id)
                        select owner.* from owner, used
                        """)
                .bind("id", passkey.id())
                .bind("ownerId", passkey.userId())
                .bind("signCount", asserted.signCount())
                .bind("backedUp", asserted.backedUp())
                .bind("now", clock.instant())
                .map(UserRepository::toUser)
                .one());
    }

    private Mono<OwnedPasskey> owned(Passkey passkey) {
        return db.sql("""
                        select u.*, h.handle from users u join passkey_handles h on h.user_id = u.id where u.id = :id
                        """)
                .bind("id", passkey.userId())
                .map(row ->
                        new OwnedPasskey(passkey, UserRepository.toUser(row), PasskeyRepository.bytes(row, "handle")))
                .one();
    }
}
