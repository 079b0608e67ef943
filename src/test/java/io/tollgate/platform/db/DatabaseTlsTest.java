package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.tollgate.Certificates;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** A PostgreSQL with a certificate that nobody but us trusts. */
class DatabaseTlsTest {

    private static final String ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    private static EmbeddedPostgres postgres;
    private static Certificates certificates;
    private static LoopResources loops;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        certificates = Certificates.of("localhost", directory);
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificates.certificate().toString())
                .setServerConfig("ssl_key_file", certificates.key().toString())
                .setPGStartupWait(Duration.ofSeconds(30))
                .start();
        loops = LoopResources.create("tls", 1, true);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
        loops.dispose();
    }

    @Test
    void isSpokenToInTheClearUnlessAskedOtherwise() throws Exception {
        assertThat(encrypted("")).isFalse();
        assertThat(encryptedForMigrations("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void isSpokenToByTlsByBothDrivers(String mode) throws Exception {
        String query =
                "?sslmode=" + mode + (mode.equals("require") ? "" : "&sslrootcert=" + certificates.certificate());
        assertThat(encrypted(query)).isTrue();
        assertThat(encryptedForMigrations(query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void isNotBelievedWithoutItsCertificate(String mode) {
        assertThatThrownBy(() -> encrypted("?sslmode=" + mode)).hasRootCauseInstanceOf(CertPathBuilderException.class);
        assertThatThrownBy(() -> encryptedForMigrations("?sslmode=" + mode)).isInstanceOf(SQLException.class);
    }

    private static String url(String query) {
        return "postgresql://postgres:postgres@localhost:%d/postgres%s".formatted(postgres.getPort(), query);
    }

    private static boolean encrypted(String query) {
        PostgresqlConnectionFactory driver = DatabaseConfiguration.driver(
                new DatabaseProperties(url(query), 1, Duration.ofSeconds(20), Duration.ofSeconds(10)), loops);
        return Mono.usingWhen(
                        driver.create(),
                        connection -> connection
                                .createStatement(ENCRYPTED)
                                .execute()
                                .flatMap(result -> result.map((row, _) -> row.get(0, Boolean.class)))
                                .single(),
                        connection -> connection.close())
                .block();
    }

    private static boolean encryptedForMigrations(String query) throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse(url(query));
        try (Connection connection = DriverManager.getConnection(url.jdbc(), url.user(), url.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ENCRYPTED)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
