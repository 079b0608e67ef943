package io.tollgate.auth.passkey;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Secrets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code passkeys} and {@code passkey_handles} as their owner sees and changes them. */
@Repository
class PasskeyRepository {

    /** {@link Passkey#passwordless} in SQL. */
    static final String PASSWORDLESS = "(uv_initialized and discoverable is not false)";

    private static final int HANDLE_BYTES = 32;

    private final DatabaseClient db;
    private final Secrets secrets;

    PasskeyRepository(DatabaseClient db, Secrets secrets) {
        this.db = db;
        this.secrets = secrets;
    }

    /** Under which name authenticators know the user; made when first asked for. */
    Mono<Bytes> handle(UUID userId) {
        return Mono.defer(() -> db.sql("""
                        insert into passkey_handles (user_id, handle) values (:userId, :handle)
                        on conflict (user_id) do update set handle = passkey_handles.handle
                        returning handle
                        """)
                .bind("userId", userId)
                .bind("handle", secrets.bytes(HANDLE_BYTES))
                .map(row -> bytes(row, "handle"))
                .one());
    }

    /** False when the credential belongs to an account already. */
    Mono<Boolean> insert(Passkey passkey) {
        return db.sql("""
                        insert into passkeys (id, user_id, credential_id, public_key, aaguid, sign_count, uv_initialized,
                                              backup_eligible, backed_up, discoverable, transports, name, created_at)
                        values (:id, :userId, :credentialId, :publicKey, :aaguid, :signCount, :uvInitialized,
                                :backupEligible, :backedUp, :discoverable, :transports, :name, :createdAt)
                        on conflict (credential_id) do nothing
                        """)
                .bind("id", passkey.id())
                .bind("userId", passkey.userId())
                .bind("credentialId", passkey.credentialId().toArray())
                .bind("publicKey", passkey.publicKey().toArray())
                .bind("aaguid", passkey.aaguid())
                .bind("signCount", passkey.signCount())
                .bind("uvInitialized", passkey.uvInitialized())
                .bind("backupEligible", passkey.backupEligible())
                .bind("backedUp", passkey.backedUp())
                .bind("discoverable", nullable(passkey.discoverable()))
                .bind("transports", passkey.transports().toArray(String[]::new))
                .bind("name", passkey.name())
                .bind("createdAt", passkey.createdAt())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** All of a user's, the oldest first; there is a limit to how many that are. */
    Mono<List<Passkey>> list(UUID userId) {
        return db.sql("select * from passkeys where user_id = :userId order by created_at, id limit 100")
                .bind("userId", userId)
                .map(PasskeyRepository::toPasskey)
                .all()
                .collectList();
    }

    /** Empty when the user has no such passkey. */
    Mono<Passkey> rename(UUID id, UUID userId, String name) {
        return db.sql("update passkeys set name = :name where id = :id and user_id = :userId returning *")
                .bind("id", id)
                .bind("userId", userId)
                .bind("name", name)
                .map(PasskeyRepository::toPasskey)
                .one();
    }

    Mono<Boolean> delete(UUID id, UUID userId) {
        return db.sql("delete from passkeys where id = :id and user_id = :userId")
                .bind("id", id)
                .bind("userId", userId)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Whether the user can log in without any passkey. Codes by mail do not count: they prove a mailbox and no more. */
    Mono<Boolean> hasOtherLogin(UUID userId) {
        return db.sql("""
                        select exists (select from passwords where user_id = :userId)
                            or exists (select from identities where user_id = :userId) as found
                        """)
                .bind("userId", userId)
                .map(row -> Columns.required(row, "found", Boolean.class))
                .one();
    }

    Mono<Void> deleteAll(UUID userId) {
        return db.sql("""
                        with handles as (delete from passkey_handles where user_id = :userId)
                        delete from passkeys where user_id = :userId
                        """).bind("userId", userId).then();
    }

    /** Removes what serves as a second factor only. */
    Mono<Void> deleteSecurityKeys(UUID userId) {
        return db.sql("delete from passkeys where user_id = :userId and not " + PASSWORDLESS)
                .bind("userId", userId)
                .then();
    }

    static Passkey toPasskey(Readable row) {
        return new Passkey(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                bytes(row, "credential_id"),
                bytes(row, "public_key"),
                Columns.required(row, "aaguid", UUID.class),
                Columns.required(row, "sign_count", Long.class),
                Columns.required(row, "uv_initialized", Boolean.class),
                Columns.required(row, "backup_eligible", Boolean.class),
                Columns.required(row, "backed_up", Boolean.class),
                row.get("discoverable", Boolean.class),
                Arrays.asList(Columns.required(row, "transports", String[].class)),
                Columns.required(row, "name", String.class),
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "last_used_at"));
    }

    static Bytes bytes(Readable row, String column) {
        return Bytes.of(Columns.required(row, column, byte[].class));
    }

    private static Object nullable(@Nullable Boolean value) {
        return value == null ? Parameters.in(Boolean.class) : Parameters.in(value);
    }
}
