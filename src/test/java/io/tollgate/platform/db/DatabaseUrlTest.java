package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.postgresql.client.SSLMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void isTakenApart() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://us%40er:p%3Aa+ss@db.example:6432/tollgate");

        assertThat(url)
                .isEqualTo(new DatabaseUrl("db.example", 6432, "tollgate", "us@er", "p:a+ss", SSLMode.DISABLE, null));
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/tollgate?sslmode=disable");
    }

    @Test
    void tellsBothDriversOfTheCertificate() {
        DatabaseUrl url =
                DatabaseUrl.parse("postgresql://u:p@db/tollgate?sslmode=verify-full&sslrootcert=/etc/a%20b/ca.pem");

        assertThat(url.tls()).isEqualTo(SSLMode.VERIFY_FULL);
        assertThat(url.rootCertificate()).isEqualTo("/etc/a b/ca.pem");
        assertThat(url.jdbc())
                .isEqualTo("jdbc:postgresql://db:5432/tollgate?sslmode=verify-full&sslrootcert=%2Fetc%2Fa+b%2Fca.pem");
    }

    /** What was not understood would be left out: a connection in the clear where none was wanted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                "?sslmode",
                "?sslmode=",
                "?sslmode=on",
                "?sslmode=require&",
                "?ssl=true",
                "?SSLMODE=require",
                "?sslmode=require&application_name=x",
                "?sslrootcert=",
                "?sslmode=require?sslmode=disable",
                "?sslmode=verify-full&sslmode=disable",
                "?sslrootcert=/ca.pem",
                "?sslmode=require&sslrootcert=/ca.pem",
                "?sslrootcert=/ca.pem&sslmode=prefer",
                "?sslmode=verify-full&sslrootcert=/ca.pem&sslmode=disable",
            })
    void isRefusedWithAnythingElse(String query) {
        assertThat("postgresql://u:p@db/tollgate").matches(DatabaseUrl.FORM);
        assertThat("postgresql://u:p@db/tollgate" + query).doesNotMatch(DatabaseUrl.FORM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?sslmode=require", "?sslrootcert=/ca.pem&sslmode=verify-ca", "?sslmode=prefer"})
    void mayAskForTls(String query) {
        assertThat("postgresql://u:p@db:5432/tollgate" + query).matches(DatabaseUrl.FORM);
    }
}
