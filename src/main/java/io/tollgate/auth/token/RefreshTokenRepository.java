package io.tollgate.auth.token;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.auth.session.Session;
import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.web.RequestFacts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code refresh_tokens}. */
@Repository
class RefreshTokenRepository {

    private final DatabaseClient db;
    private final SessionProperties properties;

    RefreshTokenRepository(DatabaseClient db, SessionProperties properties) {
        this.db = db;
        this.properties = properties;
    }

    /** A session with its first token, in one statement. */
    Mono<RefreshToken> begin(Session session, UUID tokenId, RequestFacts facts) {
        Instant now = session.createdAt();
        Instant idleEnd = now.plus(properties.refreshTtl());
        Instant expiresAt = idleEnd.isBefore(session.expiresAt()) ? idleEnd : session.expiresAt();
        return db.sql("""
                        with session as (
                            insert into sessions (id, user_id, authenticated_at, methods, ip, user_agent, created_at,
                                                  last_used_at, expires_at)
                            values (:sessionId, :userId, :authenticatedAt, :methods, :ip, :userAgent, :now, :now, :sessionEnd))
                        insert into refresh_tokens (id, session_id, generation, issued_at, expires_at)
                        values (:id, :sessionId, 0, :now, :expiresAt)
                        """)
                .bind("id", tokenId)
                .bind("sessionId", session.id())
                .bind("userId", session.userId())
                .bind("authenticatedAt", session.authenticatedAt())
                .bind("methods", session.methods().toArray(String[]::new))
                .bind("ip", facts.ip())
                .bind("userAgent", Parameters.in(R2dbcType.VARCHAR, facts.userAgent()))
                .bind("now", now)
                .bind("sessionEnd", session.expiresAt())
                .bind("expiresAt", expiresAt)
                .fetch()
                .rowsUpdated()
                .thenReturn(new RefreshToken(tokenId, session.id(), session.userId(), 0, now, expiresAt));
    }

    /**
     * Exchanges fresh tokens for their children, in one statement: each family's row is locked first, the token is claimed by
     * compare-and-set, and of parallel callers exactly one gets a row. None for everybody else, and whatever else stands in
     * the way. A family that somebody holds is passed over: waiting with others in hand would be a deadlock.
     *
     * @param exchanges of one family each
     */
    Flux<Family> rotate(List<Exchange> exchanges, Instant now) {
        return db.sql("""
                        with asked as (
                            select * from unnest(:ids, :sessionIds, :childIds, :ips, :userAgents)
                                as a (token_id, family_id, child_id, new_ip, new_user_agent)),
                        family as (
                            select s.*, a.* from asked a join sessions s on s.id = a.family_id join users u on u.id = s.user_id
                            where s.ended_at is null and s.expires_at > :now and u.is_active
                            for update of s skip locked),
                        used as (
                            update refresh_tokens t set used_at = :now, handed_out_at = :now, replaced_by = f.child_id
                            from family f
                            where t.id = f.token_id and t.session_id = f.id and t.used_at is null
                              and t.invalidated_at is null and t.expires_at > :now
                            returning t.id),
                        child as (
                            insert into refresh_tokens (id, session_id, parent_id, generation, issued_at, expires_at)
                            select f.child_id, f.id, used.id, f.generation + 1, :now, least(:idleEnd, f.expires_at)
                            from used join family f on f.token_id = used.id
                            returning *),
                        moved as (
                            update sessions s
                            set generation = c.generation, last_used_at = :now, ip = f.new_ip, user_agent = f.new_user_agent
                            from child c join family f on f.id = c.session_id where s.id = c.session_id)
                        select u.*, f.id as session_id, f.authenticated_at as session_authenticated_at,
                               f.methods as session_methods, f.created_at as session_created_at,
                               f.expires_at as session_expires_at, c.id as child_id, c.generation as child_generation,
                               c.issued_at as child_issued_at, c.expires_at as child_expires_at
                        from child c join family f on f.id = c.session_id join users u on u.id = f.user_id
                        """)
                .bind("ids", column(exchanges, exchange -> exchange.token().id(), UUID[]::new))
                .bind("sessionIds", column(exchanges, Exchange::family, UUID[]::new))
                .bind("childIds", column(exchanges, Exchange::childId, UUID[]::new))
                .bind("ips", column(exchanges, exchange -> exchange.facts().ip(), String[]::new))
                .bind(
                        "userAgents",
                        column(exchanges, exchange -> exchange.facts().userAgent(), String[]::new))
                .bind("now", now)
                .bind("idleEnd", now.plus(properties.refreshTtl()))
                .map(FamilyRows::family)
                .all();
    }

    private static <T extends @Nullable Object> T[] column(
            List<Exchange> exchanges, Function<Exchange, T> value, IntFunction<T[]> array) {
        return exchanges.stream().map(value).toArray(array);
    }

    /** Empty when there is no such session. */
    Mono<FamilyLock> lock(UUID sessionId) {
        return db.sql("""
                        select u.*, s.id as session_id, s.authenticated_at as session_authenticated_at,
                               s.methods as session_methods, s.created_at as session_created_at,
                               s.expires_at as session_expires_at, s.ended_at is not null as ended
                        from sessions s join users u on u.id = s.user_id
                        where s.id = :id
                        for update of s
                        """).bind("id", sessionId).map(FamilyRows::lock).one();
    }

    Mono<RefreshTokenState> state(UUID id, Session session) {
        return db.sql("""
                        select t.*, c.id as child_id, c.generation as child_generation, c.issued_at as child_issued_at,
                               c.expires_at as child_expires_at, c.used_at as child_used_at
                        from refresh_tokens t left join refresh_tokens c on c.id = t.replaced_by
                        where t.id = :id and t.session_id = :sessionId
                        """)
                .bind("id", id)
                .bind("sessionId", session.id())
                .map(row -> FamilyRows.state(row, session))
                .one();
    }

    /** Puts another child in the place of one that nobody has used. Wants the family's lock. */
    Mono<Family> replaceUnusedChild(RefreshTokenState state, Exchange exchange, Instant now) {
        return db.sql("""
                        with family as (
                            select * from sessions where id = :sessionId),
                        lost as (
                            update refresh_tokens c set invalidated_at = :now
                            from refresh_tokens t
                            where t.id = :id and c.id = t.replaced_by and c.used_at is null and not t.second_child
                            returning c.id),
                        parent as (
                            update refresh_tokens t
                            set replaced_by = :childId, handed_out_at = :now, second_child = true
                            from lost where t.id = :id
                            returning t.id),
                        child as (
                            insert into refresh_tokens (id, session_id, parent_id, generation, issued_at, expires_at)
                            select :childId, f.id, parent.id, f.generation + 1, :now, least(:idleEnd, f.expires_at)
                            from parent, family f
                            returning *),
                        moved as (
                            update sessions s
                            set generation = c.generation, last_used_at = :now, ip = :ip, user_agent = :userAgent
                            from child c where s.id = c.session_id)
                        select u.*, f.id as session_id, f.authenticated_at as session_authenticated_at,
                               f.methods as session_methods, f.created_at as session_created_at,
                               f.expires_at as session_expires_at, c.id as child_id, c.generation as child_generation,
                               c.issued_at as child_issued_at, c.expires_at as child_expires_at
                        from child c, family f join users u on u.id = f.user_id
                        """)
                .bind("id", state.token().id())
                .bind("sessionId", state.token().sessionId())
                .bind("childId", exchange.childId())
                .bind("ip", exchange.facts().ip())
                .bind(
                        "userAgent",
                        Parameters.in(R2dbcType.VARCHAR, exchange.facts().userAgent()))
                .bind("now", now)
                .bind("idleEnd", now.plus(properties.refreshTtl()))
                .map(FamilyRows::family)
                .one();
    }
}
