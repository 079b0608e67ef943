package io.tollgate.auth.otp;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.tollgate.auth.mailbox.OneTimeSecret;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code login_codes}. */
@Repository
class LoginCodeRepository implements OneTimeSecret {

    private final DatabaseClient db;
    private final LoginCodeProperties properties;
    private final Clock clock;

    LoginCodeRepository(DatabaseClient db, LoginCodeProperties properties, Clock clock) {
        this.db = db;
        this.properties = properties;
        this.clock = clock;
    }

    /** A code's row, as it was when a try at it was counted. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
    record LoginCode(String flow, @Nullable UUID userId, byte @Nullable [] mac, Instant expiresAt) {

        @Override
        public String toString() {
            return "LoginCode[]";
        }
    }

    /** Begins a flow; the one before is void. False when that one is younger than the pause. */
    Mono<Boolean> begin(String account, String flow, Instant now) {
        return db.sql("""
                        insert into login_codes (account, flow_id, created_at, expires_at)
                        values (:account, :flow, :now, :expiresAt)
                        on conflict (account) do update
                        set flow_id = excluded.flow_id, user_id = null, code_mac = null, tries = 0, tries_without_flow = 0,
                            used_at = null, created_at = excluded.created_at, expires_at = excluded.expires_at
                        where login_codes.created_at <= :latest
                        """)
                .bind("account", account)
                .bind("flow", flow)
                .bind("now", now)
                .bind("expiresAt", now.plus(properties.ttl()))
                .bind("latest", now.minus(properties.pause()))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * Has a flow that was begun with another of the deployment's secrets go on under this one's digest of the address. In a statement
     * of its own.
     *
     * @param former digests of the address under the other secrets; mostly none
     */
    Mono<Void> adopt(String account, List<String> former) {
        return former.isEmpty()
                ? Mono.empty()
                : db.sql("""
                        update login_codes set account = :account
                        where not exists (select from login_codes where account = :account)
                          and account = (select account from login_codes where account = any(:former)
                                         order by created_at desc limit 1)
                        """)
                        .bind("account", account)
                        .bind("former", former.toArray(String[]::new))
                        .then()
                        // A new one has just been begun.
                        .onErrorComplete(DuplicateKeyException.class);
    }

    record Begun(String flow, Instant at) {}

    /** The flow that is under way. */
    Mono<Begun> begun(String account) {
        return db.sql("select flow_id, created_at from login_codes where account = :account")
                .bind("account", account)
                .map(row -> new Begun(Columns.required(row, "flow_id", String.class), Columns.time(row, "created_at")))
                .one();
    }

    /**
     * @param accounts digests of the address: another node may have begun the flow, with another of the deployment's secrets
     * @return false when the flow has its code, another has begun meanwhile, or it is too late for a code
     */
    Mono<Boolean> fill(String flow, List<String> accounts, UUID userId, byte[] mac) {
        return Mono.defer(() -> db.sql("""
                        update login_codes set user_id = :userId, code_mac = :mac
                        where account = any(:accounts) and flow_id = :flow and code_mac is null and expires_at > :now
                        """)
                .bind("now", clock.instant())
                .bind("userId", userId)
                .bind("mac", mac)
                .bind("accounts", accounts.toArray(String[]::new))
                .bind("flow", flow)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /**
     * Counts a try before anything is compared, in a statement of its own: however many come at once, no more than the allowed ones
     * get a row. Empty when there is no code of this address and flow, or it is used or dead. Tries without a flow, which anybody
     * can make, are counted apart: they leave those of who asked for the code alone.
     *
     * @param flow null for clients of the original system, which know none
     */
    Mono<LoginCode> countTry(String account, @Nullable String flow) {
        return db.sql("""
                        update login_codes set
                            tries = tries + case when :flow::text is null then 0 else 1 end,
                            tries_without_flow = tries_without_flow + case when :flow::text is null then 1 else 0 end
                        where account = :account and used_at is null and tries < :maxTries
                          and (flow_id = :flow or :flow::text is null and tries_without_flow < :maxTries)
                        returning flow_id, user_id, code_mac, expires_at
                        """)
                .bind("account", account)
                .bind("flow", Parameters.in(R2dbcType.VARCHAR, flow))
                .bind("maxTries", properties.maxTries())
                .map(LoginCodeRepository::toCode)
                .one();
    }

    /** Takes the code: of parallel callers one gets true. */
    Mono<Boolean> consume(String account, String flow) {
        return Mono.defer(() -> db.sql("""
                        update login_codes set used_at = :now
                        where account = :account and flow_id = :flow and used_at is null and expires_at > :now
                        """)
                .bind("now", clock.instant())
                .bind("account", account)
                .bind("flow", flow)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /** Until commit nobody changes or deactivates the user. Comes before any other row: so does every change of credentials. */
    Mono<User> lockUser(UUID userId) {
        return db.sql("select * from users where id = :id for no key update")
                .bind("id", userId)
                .map(UserRepository::toUser)
                .one();
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return db.sql("delete from login_codes where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    private static LoginCode toCode(Readable row) {
        return new LoginCode(
                Columns.required(row, "flow_id", String.class),
                row.get("user_id", UUID.class),
                row.get("code_mac", byte[].class),
                Columns.time(row, "expires_at"));
    }
}
