package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** What the tests say of crashes and speed holds for a database that keeps what it commits. */
@IntegrationTest
class DurabilityTest {

    @Autowired
    private DatabaseClient db;

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void theDatabaseKeepsWhatItCommits(String setting) {
        assertThat(db.sql("show " + setting).mapValue(String.class).one().block())
                .isEqualTo("on");
    }
}
