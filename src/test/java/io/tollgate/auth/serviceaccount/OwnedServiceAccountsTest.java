package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** What somebody answered for when their access ends, however much it is. */
@IntegrationTest
class OwnedServiceAccountsTest {

    /** More than a connection gives at once without being asked again. */
    private static final int MANY = 600;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private OwnedServiceAccounts owned;

    @Autowired
    private TransactionalOperator transaction;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Clock clock;

    @Test
    void endsThemAllWithALineForEach() {
        TestUser owner = testUsers.signUp();
        db.sql("""
                        insert into service_accounts (id, name, owner_id, scopes, secret_hash, created_at)
                        select gen_random_uuid(), 'account ' || gen_random_uuid(), :owner, '{usage:write}', '', :now
                        from generate_series(1, :many)
                        """)
                .bind("owner", owner.id())
                .bind("now", clock.instant())
                .bind("many", MANY)
                .then()
                .block();
        owned.revoke(owner.id(), owner.id(), "owner_deactivated", RequestFacts.NONE)
                .as(transaction::transactional)
                .block(Duration.ofSeconds(10));
        assertThat(count(
                        "select count(*) from service_accounts where owner_id = :id and revoked_at is not null", owner))
                .isEqualTo(MANY);
        assertThat(count(
                        "select count(*) from audit_log where actor_id = :id and action = 'service_account.revoked'",
                        owner))
                .isEqualTo(MANY);
    }

    private long count(String sql, TestUser owner) {
        return db.sql(sql).bind("id", owner.id()).mapValue(Long.class).one().block();
    }
}
