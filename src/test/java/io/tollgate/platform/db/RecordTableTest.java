package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tollgate.IntegrationTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest
class RecordTableTest {

    private static final String CREATE = """
            create temporary table letters (id uuid primary key, state text, said_by text, text text, weight numeric, lines int,
                is_sent boolean, sent_at timestamptz, stamps jsonb, place jsonb) on commit drop""";

    private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private static final Instant MOMENT = Instant.parse("2026-11-21T10:15:30.123456Z");

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private JsonMapper json;

    public enum State {
        ON_ITS_WAY;

        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record Place(String street) {}

    public record Letter(
            UUID id,
            State state,
            @Nullable String saidBy,
            String text,
            @Nullable BigDecimal weight,
            int lines,
            boolean isSent,
            Instant sentAt,
            List<String> stamps,
            Place place) {

        static Letter of(String text) {
            return new Letter(
                    ID,
                    State.ON_ITS_WAY,
                    null,
                    text,
                    new BigDecimal("1E+3"),
                    3,
                    true,
                    MOMENT,
                    List.of("a\"b", "c\\d", "e\tf"),
                    new Place(text));
        }
    }

    @Test
    void keepsEachKindOfValue() {
        Map<String, Object> row = kept(Letter.of("plain"), """
                id::text, state, said_by is null as silent, weight::text, lines, is_sent, sent_at = '%s' as in_time, stamps ->> 0 as first,
                stamps ->> 1 as second, stamps ->> 2 as third""".formatted(MOMENT));

        assertThat(row)
                .containsEntry("id", ID.toString())
                .containsEntry("state", "on_its_way")
                .containsEntry("silent", true)
                .containsEntry("weight", "1000")
                .containsEntry("lines", 3)
                .containsEntry("is_sent", true)
                .containsEntry("in_time", true)
                .containsEntry("first", "a\"b")
                .containsEntry("second", "c\\d")
                .containsEntry("third", "e\tf");
    }

    /** What would end a column, a row or the whole, were it not escaped; the text of a null among them. */
    @Test
    void keepsTextAsItIs() {
        for (String text :
                List.of("", "\\N", "\\.", "a\tb\nc\rd\\e\\", "\b\f\u000b", "Ω ≈ 漢 \uD83D\uDE00", "'\"; drop table")) {
            assertThat(kept(Letter.of(text), "text, place ->> 'street' as street"))
                    .containsEntry("text", text)
                    .containsEntry("street", text);
        }
    }

    @Test
    void saysWhatTheDatabaseRefusesAndLeavesTheConnectionUsable() {
        RecordTable<Letter> letters = new RecordTable<>("letters", Letter.class, json);
        Letter letter = Letter.of("twice");
        Mono<Void> twice =
                run(CREATE).then(letters.insert(db, List.of(letter, letter))).as(tx::transactional);
        Mono<Void> impossible = run(CREATE)
                .then(letters.insert(db, List.of(Letter.of("\u0000"))))
                .as(tx::transactional);

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(twice::block).isInstanceOf(DataIntegrityViolationException.class);
            assertThatThrownBy(impossible::block).matches(RefusedValue::isCauseOf);
            assertThat(kept(letter, "text")).containsEntry("text", "twice");
        }
    }

    public record Envelope(String text, Riddle place) {}

    public record Riddle(String text) {

        @Override
        public String text() {
            throw new UnsupportedOperationException("no answer");
        }
    }

    /** Else the database tells that a COPY was broken off, which passes for an outage that goes by. */
    @Test
    void saysWhyARowCannotBeWrittenDown() {
        RecordTable<Envelope> envelopes = new RecordTable<>("letters", Envelope.class, json);
        Mono<Void> envelope = run(CREATE)
                .then(envelopes.insert(db, List.of(new Envelope("", new Riddle("")))))
                .as(tx::transactional);
        RecordTable<Riddle> riddles = new RecordTable<>("letters", Riddle.class, json);
        Mono<Void> riddle =
                run(CREATE).then(riddles.insert(db, List.of(new Riddle("")))).as(tx::transactional);

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(envelope::block).isInstanceOf(JacksonException.class);
            assertThatThrownBy(riddle::block)
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("no answer");
            assertThat(kept(Letter.of("next"), "text")).containsEntry("text", "next");
        }
    }

    @Test
    void writesNothingForNoRows() {
        assertThat(new RecordTable<>("no_such_table", Letter.class, json)
                        .insert(db, List.of())
                        .blockOptional())
                .isEmpty();
    }

    private Map<String, Object> kept(Letter letter, String columns) {
        RecordTable<Letter> letters = new RecordTable<>("letters", Letter.class, json);
        return run(CREATE)
                .then(letters.insert(db, List.of(letter)))
                .then(db.sql("select " + columns + " from letters").fetch().one())
                .as(tx::transactional)
                .blockOptional()
                .orElseThrow();
    }

    private Mono<Void> run(String sql) {
        return db.sql(sql).then();
    }
}
