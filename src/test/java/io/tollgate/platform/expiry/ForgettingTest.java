package io.tollgate.platform.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import io.tollgate.platform.expiry.Forgetting.Order;
import io.tollgate.platform.jobs.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@IntegrationTest
class ForgettingTest {

    @Autowired
    private List<Expiring> all;

    @Autowired
    private ExpiredRows rows;

    @Autowired
    private Outbox outbox;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Clock clock;

    @Test
    void namesTablesAndColumnsThatExist() {
        assertThat(all).hasSizeGreaterThan(10);
        all.forEach(one -> one.forget().apply(rows).block());
    }

    /** What is old is looked for each hour: without an index on a moment, by reading all there is. Of tokens their ids tell. */
    @Test
    void findsWhatIsOldByAnIndex() {
        assertThat(all)
                .extracting(Expiring::table)
                .filteredOn(table -> !table.equals("refresh_tokens"))
                .allSatisfy(table ->
                        assertThat(count("""
                        select count(*) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                        where i.indrelid = '%s'::regclass and a.atttypid = 'timestamptz'::regtype""".formatted(table))).as(table).isPositive());
    }

    @Test
    void makesAJobForEachTable() {
        UUID session = UUID.randomUUID();
        db.sql("insert into revocations (session_id, until) values (:id, :past)")
                .bind("id", session)
                .bind("past", clock.instant().minusSeconds(1))
                .then()
                .block();
        outbox.enqueue(Forgetting.TYPE, "test", new Order(null)).block();
        Awaiting.until(
                "the revocation is forgotten",
                () -> count("select count(*) from revocations where session_id = '" + session + "'") == 0);
        Awaiting.until(
                "each table had its job",
                () -> count(
                                "select count(*) from processed_jobs where type = 'maintenance.expired' and processed_at > '"
                                        + clock.instant().minus(Duration.ofMinutes(5)) + "'")
                        > all.size());
    }

    @Test
    void takesEachTableOnce() {
        Expiring one = Expiring.rows("things", "until", Duration.ZERO);
        assertThatThrownBy(() -> new Forgetting(Stream.of(one, one), rows, outbox))
                .hasMessage("Two beans forget rows of things");
    }

    private long count(String sql) {
        return db.sql(sql).mapValue(Long.class).one().block();
    }
}
