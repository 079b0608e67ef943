package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.platform.time.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How far back a comparison looks, so that what was missed while none came to its end is still seen. */
@IntegrationTest
class ReconciliationWindowTest {

    @Autowired
    private Reconciling reconciling;

    @Autowired
    private ReconciliationRepository reconciliations;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private Ids ids;

    @Autowired
    private MutableClock clock;

    /** @param daysAgo when it was begun */
    private record Earlier(String status, int daysAgo, int sinceDaysAgo) {}

    @Test
    void isThreeDaysAtLeast() {
        assertThat(windowAfter(new Earlier("finished", 1, 4))).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void reachesToTheLastThatCameToItsEnd() {
        assertThat(windowAfter(
                        new Earlier("finished", 20, 23),
                        new Earlier("finished", 10, 13),
                        new Earlier("abandoned", 5, 10)))
                .isEqualTo(Duration.ofDays(10).plusHours(1));
    }

    @Test
    void reachesToTheLastThatCameToItsEndHoweverLongAgo() {
        assertThat(windowAfter(new Earlier("finished", 200, 203), new Earlier("abandoned", 100, 200)))
                .isEqualTo(Duration.ofDays(200).plusHours(1));
    }

    @Test
    void isAMonthAtFirst() {
        assertThat(windowAfter()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void reachesAsFarAsTheFirstWantedToLookWhenNoneHasComeToItsEnd() {
        assertThat(windowAfter(new Earlier("abandoned", 95, 125), new Earlier("running", 40, 125)))
                .isEqualTo(Duration.ofDays(125));
    }

    /** How far back the next one looks. In a transaction that leaves nothing, since other tests begin some too. */
    private Duration windowAfter(Earlier... earlier) {
        Instant now = clock.instant();
        UUID next = ids.next();
        return tx.execute(transaction -> {
                    transaction.setRollbackOnly();
                    return db.sql("delete from reconciliations")
                            .then()
                            .thenMany(Flux.fromIterable(List.of(earlier)))
                            .concatMap(one -> insert(one, now))
                            .then(reconciling.begin(next, null))
                            .then(reconciliations.find(next))
                            .map(run -> Duration.between(run.since(), run.startedAt()))
                            // It was begun a little after what it was told.
                            .map(window -> window.truncatedTo(ChronoUnit.MINUTES));
                })
                .blockLast();
    }

    private Mono<Void> insert(Earlier one, Instant now) {
        return db.sql("""
                        insert into reconciliations (id, status, since, started_at, updated_at)
                        values (:id, :status, :since, :started, :started)
                        """)
                .bind("id", ids.next())
                .bind("status", one.status())
                .bind("since", now.minus(Duration.ofDays(one.sinceDaysAgo())))
                .bind("started", now.minus(Duration.ofDays(one.daysAgo())))
                .then();
    }
}
