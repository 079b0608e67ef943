package io.tollgate.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.jobs.KafkaTail;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

@IntegrationTest
class AuditLogTest {

    private final String action = "test." + UUID.randomUUID();
    private final AuditEntry entry = AuditEntry.of(action, RequestFacts.NONE);

    @Autowired
    private AuditLog audit;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator transaction;

    @Autowired
    private Clock clock;

    @Test
    void keepsWhoDidWhatToWhom() {
        UUID actor = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        audit.record(entry.by(actor)
                        .in(session)
                        .on("plan", 42)
                        .with(Map.of("field", "price"))
                        .failed("plan_not_found"))
                .block();

        Map<String, Object> row = row();
        assertThat(row)
                .containsEntry("actor_id", actor)
                .containsEntry("session_id", session)
                .containsEntry("subject_type", "plan")
                .containsEntry("subject_id", "42")
                .containsEntry("outcome", "plan_not_found")
                .containsEntry("ip", RequestFacts.NONE.ip());
        assertThat(((Json) row.get("details")).asString()).isEqualTo("{\"field\": \"price\"}");
        assertThat(row.get("at"))
                .asInstanceOf(InstanceOfAssertFactories.type(OffsetDateTime.class))
                .satisfies(at -> assertThat(Duration.between(at.toInstant(), clock.instant()))
                        .isBetween(Duration.ZERO, Duration.ofMinutes(1)));
    }

    /** Kafka takes no line of a megabyte. */
    @Test
    void cutsADetailThatIsLong() {
        audit.record(entry.with(Map.of("before", "x".repeat(600_000), "after", "y".repeat(600_000))))
                .block();

        assertThat(((Json) row().get("details")).asString())
                .hasSizeLessThan(33_000)
                .contains("xxx…", "yyy…");
    }

    /** Half of a character is no text: nothing could be written down with it. */
    @Test
    void cutsBetweenCharacters() {
        for (String before : List.of("", "x")) {
            audit.record(entry.with(Map.of("after", before + "\uD83D\uDCB8".repeat(10_000))))
                    .block();
        }

        assertThat(count()).isEqualTo(2);
    }

    @Test
    void writesDownWhatIsHalfACharacter() {
        audit.record(entry.with(Map.of("reason", "a\uD83Db \uDCB8 \uD83D\uDCB8")))
                .block();

        assertThat(((Json) row().get("details")).asString()).isEqualTo("{\"reason\": \"a?b ? \uD83D\uDCB8\"}");
    }

    @Test
    void isWrittenOncePerSubscription() {
        Mono<Void> record = audit.record(entry);
        assertThat(count()).isZero();
        record.block();
        record.block();
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void leavesTheDatabaseByWayOfTheOutbox() {
        audit.record(entry.on("plan", 42).with(Map.of("field", "price"))).block();
        Awaiting.until("the line's way out, which makes the topic", () -> unsent() == 0);
        try (KafkaTail kafka = KafkaTail.fromNowOn()) {
            audit.record(entry.on("plan", 43)).block();
            assertThatThrownBy(() -> audit.record(entry.on("plan", 44))
                            .then(Mono.error(new IllegalStateException("rolled back")))
                            .as(transaction::transactional)
                            .block())
                    .hasMessage("rolled back");
            List<String> lines = Awaiting.value(
                    "the second line in Kafka",
                    () -> kafka.messages().stream()
                            .filter(message -> message.contains(action))
                            .toList(),
                    found -> !found.isEmpty());
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .contains("\"type\":\"audit.line\"", "\"subject_id\":\"43\"", "\"request_id\":\"-\"");
        }
    }

    private long unsent() {
        return db.sql("select count(*) from outbox where type = 'audit.line' and payload ->> 'action' = :action")
                .bind("action", action)
                .mapValue(Long.class)
                .one()
                .block();
    }

    @Test
    void goesBackWithTheTransactionItTellsOf() {
        assertThatThrownBy(() -> audit.record(entry)
                        .then(Mono.error(new IllegalStateException("rolled back")))
                        .as(transaction::transactional)
                        .block())
                .hasMessage("rolled back");
        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_log set outcome = 'success' where action = '%s'",
                "delete from audit_log where action = '%s'",
                "truncate audit_log --%s"
            })
    void cannotBeRewritten(String statement) {
        audit.record(entry.failed("caught")).block();
        assertThatThrownBy(() -> db.sql(statement.formatted(action)).then().block())
                .hasMessageContaining("append-only");
        assertThat(row()).containsEntry("outcome", "caught");
    }

    private Map<String, Object> row() {
        return db.sql("select * from audit_log where action = :action")
                .bind("action", action)
                .fetch()
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private long count() {
        return db.sql("select count(*) from audit_log where action = :action")
                .bind("action", action)
                .map(row -> row.get(0, Long.class))
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
