package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

/** Sessions and refresh tokens that nobody can use any more. */
@IntegrationTest
class SessionExpiryTest {

    private static final Duration LIFE = Duration.ofDays(30);

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Map<String, Expiring> expiring;

    @Autowired
    private ExpiredRows rows;

    @Autowired
    private TransactionalOperator transaction;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Clock clock;

    private TestUser user;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
    }

    @Test
    void forgetsTokensAWeekAfterTheyExpired() {
        UUID session = session(Duration.ofDays(50));
        UUID old = token(session, 0, Duration.ofDays(38), LIFE);
        UUID young = token(session, 1, Duration.ofDays(36), LIFE);
        UUID madeToLiveLonger = token(session, 2, Duration.ofDays(40), Duration.ofDays(60));
        forget("refresh_tokens");
        assertThat(tokens(old)).isZero();
        assertThat(tokens(young) + tokens(madeToLiveLonger)).isEqualTo(2);
    }

    @Test
    void forgetsSessionsWithAllTheirTokens() {
        UUID over = session(Duration.ofDays(-8));
        UUID last = token(over, 7, Duration.ofDays(20), Duration.ofDays(12));
        UUID justOver = session(Duration.ofDays(-6));
        forget("sessions");
        assertThat(tokens(last) + sessions(over)).isZero();
        assertThat(sessions(justOver)).isEqualTo(1);
    }

    /** Of as many rows as there are refreshes in a month, no statement may read all. */
    @Test
    void findsThemWithoutReadingAllTokens() {
        String moment = "'" + clock.instant() + "'::timestamptz";
        String old = ExpiredTokens.OLD.replace(":oldest", "'" + UUID.randomUUID() + "'::uuid");
        for (String statement : new String[] {old, ExpiredTokens.OF_SESSIONS}) {
            assertThat(plan(statement.formatted("true").replace(":moment", moment)))
                    .contains("refresh_tokens")
                    .doesNotContain("Seq Scan");
        }
    }

    private String plan(String statement) {
        Flux<String> lines =
                db.sql("explain " + statement).mapValue(String.class).all();
        // There are too few rows here for an index to pay.
        return db.sql("set local enable_seqscan = off")
                .then()
                .thenMany(lines)
                .as(transaction::transactional)
                .reduce("", (plan, line) -> plan + "\n" + line)
                .block();
    }

    private void forget(String table) {
        expiring.values().stream()
                .filter(one -> one.table().equals(table))
                .findFirst()
                .orElseThrow()
                .forget()
                .apply(rows)
                .block();
    }

    private UUID session(Duration left) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        db.sql("""
                        insert into sessions (id, user_id, authenticated_at, methods, ip, created_at, last_used_at, expires_at)
                        values (:id, :user, :then, '{pwd}', '192.0.2.1', :then, :then, :end)
                        """)
                .bind("id", id)
                .bind("user", user.id())
                .bind("then", now.minus(Duration.ofDays(60)))
                .bind("end", now.plus(left))
                .then()
                .block();
        return id;
    }

    private UUID token(UUID session, int generation, Duration age, Duration life) {
        Instant issued = clock.instant().minus(age);
        UUID id = new UUID(
                issued.toEpochMilli() << 16 | 0x7123L, UUID.randomUUID().getLeastSignificantBits());
        db.sql("""
                        insert into refresh_tokens (id, session_id, generation, issued_at, expires_at)
                        values (:id, :session, :generation, :issued, :end)
                        """)
                .bind("id", id)
                .bind("session", session)
                .bind("generation", generation)
                .bind("issued", issued)
                .bind("end", issued.plus(life))
                .then()
                .block();
        return id;
    }

    private long tokens(UUID id) {
        return count("select count(*) from refresh_tokens where id = :id", id);
    }

    private long sessions(UUID id) {
        return count("select count(*) from sessions where id = :id", id);
    }

    private long count(String sql, UUID id) {
        return db.sql(sql).bind("id", id).mapValue(Long.class).one().block();
    }
}
