package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class WholeTransactionsTest {

    private static final int ROWS = 20;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private JsonMapper json;

    @Autowired
    private MeterRegistry meters;

    public record Given(UUID id) {}

    @BeforeEach
    void createTables() {
        run("create table given (id uuid primary key)");
        run("create table taken (id uuid primary key)");
        run("create table copied (id uuid primary key)");
    }

    @AfterEach
    void dropTables() {
        run("drop table given, taken, copied");
    }

    /** As when clients hang up: at any moment, from another thread than the database's. */
    @Test
    void leavesNothingHalfDoneWhenItIsGivenUp() {
        long seed = new Random().nextLong();
        System.out.println("WholeTransactionsTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            Mono<Boolean> written = written().thenReturn(true);
            Mono<Boolean> givenUp =
                    Mono.delay(Duration.ofNanos(random.nextInt(3_000_000))).thenReturn(false);
            var _ = Mono.firstWithSignal(written, givenUp).block();
        }

        Awaiting.until("the last one's end", () -> count("select count(*) from copied") == 400 * ROWS);
        assertThat(count("""
                select count(*) from given full join taken using (id) full join copied using (id)
                where given.id is null or taken.id is null or copied.id is null""")).isZero();
    }

    @Test
    void runsToItsEndWhenNobodyWaitsAnyMore() {
        giveUp(insert("taken", UUID.randomUUID()));

        Awaiting.until("both", () -> count("select count(*) from given, taken") == 1);
    }

    /** Else whoever hangs up on purpose fills the log, at the level that wakes people, with refusals. */
    @Test
    void countsHowWhatNobodyWaitsForEnds(CapturedOutput output) {
        double failedBefore = abandoned("failed");
        double committedBefore = abandoned("committed");
        giveUp(Mono.error(new IllegalStateException("refused too late")));
        Awaiting.until("the failure", () -> abandoned("failed") == failedBefore + 1);
        assertThat(abandoned("committed")).isEqualTo(committedBefore);
        giveUp(Mono.empty());
        Awaiting.until("the commit", () -> abandoned("committed") == committedBefore + 1);

        assertThat(count("select count(*) from given")).isEqualTo(1);
        assertThat(output).doesNotContain("refused too late").doesNotContain("onErrorDropped");
    }

    /** What it would have answered may be a token. */
    @Test
    void keepsWhatNobodyWaitsForOutOfTheLog(CapturedOutput output) {
        double before = abandoned("committed");
        Logger log = (Logger) LoggerFactory.getLogger(WholeTransactions.class);
        log.setLevel(Level.DEBUG);
        try {
            giveUp(Mono.just("a token of somebody"));
            Awaiting.until("the commit", () -> abandoned("committed") == before + 1);
            Awaiting.until("a line about it", () -> output.getOut().contains("nobody waits for any more"));
        } finally {
            log.setLevel(null);
        }
        assertThat(output).doesNotContain("a token of somebody");
    }

    @Test
    void countsNothingThatSomebodyWaitsFor() {
        double failedBefore = abandoned("failed");
        double committedBefore = abandoned("committed");
        insert("given", UUID.randomUUID()).as(tx::transactional).block();
        assertThatThrownBy(() -> Mono.error(new IllegalStateException("refused"))
                        .as(tx::transactional)
                        .block())
                .hasMessage("refused");
        assertThat(abandoned("failed")).isEqualTo(failedBefore);
        assertThat(abandoned("committed")).isEqualTo(committedBefore);
    }

    @Test
    void joinsTheTransactionItIsCalledIn() {
        Mono<Void> outer = insert("given", UUID.randomUUID())
                .as(tx::transactional)
                .then(Mono.<Void>error(new IllegalStateException("too late")))
                .as(tx::transactional);

        assertThatThrownBy(outer::block)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("too late");
        assertThat(count("select count(*) from given")).isZero();
    }

    @Test
    void emitsAllOfAFlux() {
        List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        assertThat(Flux.fromIterable(ids)
                        .concatMap(id -> insert("given", id).thenReturn(id))
                        .as(tx::transactional)
                        .collectList()
                        .block())
                .isEqualTo(ids);
    }

    /** Hangs up on a transaction between its two halves. */
    private <T> void giveUp(Mono<T> secondHalf) {
        Sinks.Empty<Void> begun = Sinks.empty();
        Sinks.Empty<Void> goOn = Sinks.empty();
        Disposable waiting = insert("given", UUID.randomUUID())
                .doOnSuccess(_ -> begun.tryEmitEmpty().orThrow())
                .then(goOn.asMono())
                .then(secondHalf)
                .as(tx::transactional)
                .subscribe();
        begun.asMono().block();
        waiting.dispose();
        goOn.tryEmitEmpty().orThrow();
    }

    private double abandoned(String outcome) {
        return meters.get("tollgate.transactions.abandoned")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private Mono<Void> written() {
        List<Given> rows =
                Stream.generate(() -> new Given(UUID.randomUUID())).limit(ROWS).toList();
        UUID[] ids = rows.stream().map(Given::id).toArray(UUID[]::new);
        return insert("given", ids)
                .then(insert("taken", ids))
                .then(new RecordTable<>("copied", Given.class, json).insert(db, rows))
                .as(tx::transactional);
    }

    private Mono<Void> insert(String table, UUID... ids) {
        return db.sql("insert into " + table + " select unnest(:ids)")
                .bind("ids", ids)
                .then();
    }

    private long count(String sql) {
        return db.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }

    private void run(String sql) {
        db.sql(sql).then().block();
    }
}
