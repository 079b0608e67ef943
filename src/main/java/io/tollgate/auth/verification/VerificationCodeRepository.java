package io.tollgate.auth.verification;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.User;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What {@code one_time_tokens} keeps of the codes beside links. */
@Repository
class VerificationCodeRepository {

    private final DatabaseClient db;

    VerificationCodeRepository(DatabaseClient db) {
        this.db = db;
    }

    /** @param link the SHA-256 of the link's token */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
    record Kept(UUID userId, byte[] link, byte @Nullable [] mac, Instant expiresAt) {

        /** No code is the right one for it. */
        static final Kept NOTHING = new Kept(new UUID(0, 0), new byte[32], null, Instant.EPOCH);

        @Override
        public String toString() {
            return "Kept[]";
        }
    }

    /** Joins the transaction in which the link was made. */
    Mono<Void> keep(byte[] link, byte[] mac, Instant expiresAt) {
        return db.sql(
                        "update one_time_tokens set code_mac = :mac, code_expires_at = :expiresAt where token_hash = :link")
                .bind("mac", mac)
                .bind("expiresAt", expiresAt)
                .bind("link", link)
                .then();
    }

    /** Whatever became of it, as long as it was sent to the address that its user has now. */
    Mono<Kept> find(String email) {
        return db.sql("""
                        select t.user_id, t.token_hash, t.code_mac, t.code_expires_at
                        from users u join one_time_tokens t on t.user_id = u.id and t.email = u.email
                        where u.email = :email and t.purpose = :purpose and t.code_mac is not null
                        """)
                .bind("email", User.normaliseEmail(email))
                .bind("purpose", VerificationMail.PURPOSE)
                .map(VerificationCodeRepository::toKept)
                .one();
    }

    private static Kept toKept(Readable row) {
        return new Kept(
                Columns.required(row, "user_id", UUID.class),
                Columns.required(row, "token_hash", byte[].class),
                Columns.required(row, "code_mac", byte[].class),
                Columns.time(row, "code_expires_at"));
    }
}
