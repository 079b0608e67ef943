package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

    private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void readsTheHeader() {
        assertThat(Traceparent.parse(List.of("00-" + IDS))).isEqualTo("00-" + IDS);
    }

    @Test
    void readsOfALaterVersionWhatItKnows() {
        assertThat(Traceparent.parse(List.of("cc-" + IDS))).isEqualTo("00-" + IDS);
        assertThat(Traceparent.parse(List.of("cc-" + IDS + "-what-the-future-brings")))
                .isEqualTo("00-" + IDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "garbage",
                "ff-" + IDS,
                "00-" + IDS + "-more",
                "cc-" + IDS + "more",
                " 00-" + IDS,
                "00-" + IDS + "\n",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-'); drop table outbox; --",
            })
    void takesNothingElse(String header) {
        assertThat(Traceparent.parse(List.of(header))).isNull();
    }

    @Test
    void takesNeitherSeveralNorLongOnes() {
        assertThat(Traceparent.parse(List.of())).isNull();
        assertThat(Traceparent.parse(List.of("00-" + IDS, "00-" + IDS))).isNull();
        assertThat(Traceparent.parse(List.of("cc-" + IDS + "-" + "x".repeat(100_000))))
                .isNull();
    }
}
