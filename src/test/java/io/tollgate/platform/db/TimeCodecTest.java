package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.IntegrationTest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Times as PostgreSQL writes them, in every form that it has. */
@IntegrationTest
class TimeCodecTest {

    /** The first and last seconds of the years 0001 and 99999. */
    private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST = Instant.parse("+99999-12-31T23:59:59Z").getEpochSecond();

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns", "Africa/Monrovia"})
    void readsWhatWasWritten(String zone) {
        long seed = System.nanoTime();
        System.out.println("Seed " + seed);
        Random random = new Random(seed);
        List<Instant> times = Stream.concat(
                        random.longs(300, FIRST, LAST).mapToObj(second -> Instant.ofEpochSecond(second)),
                        random.longs(300, 0, 4_000_000_000_000_000L)
                                .mapToObj(micro -> Instant.ofEpochSecond(
                                        micro / 1_000_000, micro % 1_000_000 / (1 + micro % 7) * 1000)))
                .toList();
        List<Instant> read = db.sql("select set_config('TimeZone', '" + zone + "', true)")
                .then()
                .thenMany(db.sql("select t from unnest(:times) with ordinality as u (t, place) order by place")
                        .bind("times", times.toArray(Instant[]::new))
                        .map(row -> Columns.time(row, "t"))
                        .all())
                .as(tx::transactional)
                .collectList()
                .block();
        assertThat(read).isEqualTo(times);
    }

    @Test
    void readsNothingAndWithoutEnd() {
        assertThat(db.sql(
                                "select timestamptz 'infinity' as last, timestamptz '-infinity' as first, null::timestamptz as none")
                        .map(row -> List.of(
                                Columns.time(row, "first"),
                                Columns.time(row, "last"),
                                String.valueOf(Columns.timeOrNull(row, "none"))))
                        .one()
                        .block())
                .isEqualTo(List.of(Instant.MIN, Instant.MAX, "null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+00",
                "2026-11-21",
                "2026-11-21 09:05+00",
                "2026-13-21 09:05:07+00",
                "2026-11-21 09:05:07.12x+00",
                "2026-11-21T09:05:07+00",
                "0044-03-15 12:00:00+00 BC",
                "21/11/2026 09:05:07.123456 UTC"
            })
    void refusesWhatItDoesNotKnow(String text) {
        assertThatThrownBy(() -> TimeCodec.parse(text))
                .isInstanceOfAny(DateTimeException.class, NumberFormatException.class);
    }
}
