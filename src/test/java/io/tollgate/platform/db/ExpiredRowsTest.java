package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@IntegrationTest
class ExpiredRowsTest {

    @Autowired
    private ExpiredRows rows;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private MutableClock clock;

    /** The place of a row is its own within one partition only. */
    @Test
    void deletesNoYoungRowThatLiesAtTheSamePlaceOfAnotherPartition() {
        Instant now = clock.instant();
        String insert = """
                insert into expiring
                select part, n, timestamptz '%s' - case when (part + n) %% 2 = 0 then interval '8 days' else interval '6 days' end
                from generate_series(0, 1) part, generate_series(1, 1500) n""".formatted(now);

        List<String> left = Flux.concat(
                        run(
                                "create table expiring (part int, n int, at timestamptz not null) partition by list (part)"),
                        run("create table expiring_0 partition of expiring for values in (0)"),
                        run("create table expiring_1 partition of expiring for values in (1)"),
                        run(insert),
                        rows.delete("expiring", "at", Duration.ofDays(7)).then(Mono.empty()),
                        db.sql("select part || ': ' || count(*) || ', ' || count(*) filter (where (part + n) % 2 = 1)"
                                        + " from expiring group by part order by part")
                                .mapValue(String.class)
                                .all())
                .collectList()
                .as(chain -> tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return chain;
                }))
                .blockLast();

        assertThat(left).containsExactly("0: 750, 750", "1: 750, 750");
    }

    /** However the condition is put together. */
    @Test
    void deletesNothingYoungThatMeetsTheCondition() {
        List<String> left = Flux.concat(
                        run("create table expiring (name text, at timestamptz not null)"),
                        run("""
                                insert into expiring values ('old a', timestamptz '%1$s' - interval '8 days'),
                                    ('old b', timestamptz '%1$s' - interval '8 days'),
                                    ('old c', timestamptz '%1$s' - interval '8 days'),
                                    ('young b', timestamptz '%1$s' - interval '6 days')""".formatted(clock.instant())),
                        rows.delete("expiring", "at", Duration.ofDays(7), "name like '%a' or name like '%b'")
                                .then(Mono.empty()),
                        db.sql("select name from expiring order by name")
                                .mapValue(String.class)
                                .all())
                .collectList()
                .as(chain -> tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return chain;
                }))
                .blockLast();

        assertThat(left).containsExactly("old c", "young b");
    }

    /** What is deleted is gone, on every node; the others do it when it is time. */
    @Test
    void deletesNothingByAClockThatIsAhead() {
        Clock ahead = Clock.offset(clock, Duration.ofDays(100));
        ExpiredRows wrong = new ExpiredRows(db, ahead, new DatabaseClock(false));
        List<String> left = Flux.concat(
                        run("create table expiring (name text, at timestamptz not null)"),
                        run("""
                                insert into expiring values ('old', timestamptz '%1$s' - interval '8 days'),
                                    ('young', timestamptz '%1$s' - interval '6 days')""".formatted(clock.instant())),
                        wrong.delete("expiring", "at", Duration.ofDays(7)).then(Mono.empty()),
                        names(),
                        rows.delete("expiring", "at", Duration.ofDays(7)).then(Mono.empty()),
                        names())
                .collectList()
                .as(chain -> tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return chain;
                }))
                .blockLast();

        assertThat(left).containsExactly("old young", "young");
    }

    private Mono<String> names() {
        return db.sql("select string_agg(name, ' ' order by name) from expiring")
                .mapValue(String.class)
                .one();
    }

    /** Of two that delete at once, the one whose rows the other takes goes on as long as there are more. */
    @Test
    void leavesNothingOldWhereAnotherDeletesAsWell() {
        run("insert into revocations select gen_random_uuid(), timestamptz '%s' from generate_series(1, 10000)"
                        .formatted(clock.instant().minusSeconds(60)))
                .block();
        Mono<Long> deleted = rows.delete("revocations", "until", Duration.ofSeconds(30))
                .then(db.sql("select count(*) from revocations where until < :moment")
                        .bind("moment", clock.instant().minusSeconds(30))
                        .mapValue(Long.class)
                        .one());
        assertThat(Flux.merge(deleted, deleted, deleted).collectList().block()).containsExactly(0L, 0L, 0L);
    }

    private Mono<String> run(String sql) {
        return db.sql(sql).then().then(Mono.empty());
    }
}
