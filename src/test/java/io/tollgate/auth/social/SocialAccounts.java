package io.tollgate.auth.social;

import io.tollgate.fakeprovider.FakeAccount;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.r2dbc.core.DatabaseClient;

/** Accounts elsewhere for tests, and what became of them here. */
final class SocialAccounts {

    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis() * 1_000);

    private final DatabaseClient db;

    SocialAccounts(DatabaseClient db) {
        this.db = db;
    }

    static FakeAccount any() {
        long id = IDS.incrementAndGet();
        return new FakeAccount(id, "login" + id, "Ada Lovelace", "ada" + id + "@example.test", true);
    }

    long users(FakeAccount account) {
        return count("select count(*) from users where email = :it", account.email());
    }

    long identities(FakeAccount account) {
        return count("select count(*) from identities where subject = :it", Long.toString(account.id()));
    }

    Map<String, Object> user(String id) {
        return db.sql("select * from users where id = :id::uuid")
                .bind("id", id)
                .fetch()
                .one()
                .block();
    }

    Map<String, Object> profile(String id) {
        return db.sql("select * from profiles where user_id = :id::uuid")
                .bind("id", id)
                .fetch()
                .one()
                .block();
    }

    /** Outcomes of logins by this provider since the last one asked for, newest first. */
    List<String> outcomes(String action, int newest) {
        return db.sql("select outcome from audit_log where action = :action order by at desc, id desc limit :newest")
                .bind("action", action)
                .bind("newest", newest)
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }

    void run(String sql, String userId) {
        db.sql(sql).bind("id", userId).then().block();
    }

    long count(String sql, String it) {
        return db.sql(sql).bind("it", it).mapValue(Long.class).one().block();
    }
}
