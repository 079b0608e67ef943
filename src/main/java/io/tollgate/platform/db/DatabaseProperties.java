package io.tollgate.platform.db;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where PostgreSQL is and how hard it may be used.
 *
 * @param url {@code postgresql://user:password@host:port/database}, and {@code ?sslmode=verify-full&sslrootcert=/a/file.pem}
 * @param poolSize connections per node; more than 16 slow each other down on the disk
 * @param acquireTimeout how long a request waits for a connection before it is answered 503
 * @param statementTimeout how long the server works on one statement
 */
@Validated
@ConfigurationProperties("tollgate.database")
record DatabaseProperties(
        @Pattern(
                regexp = DatabaseUrl.FORM,
                message =
                        "DATABASE_URL must look like postgresql://user:password@host:port/database,"
                                + " with nothing but sslmode (disable, prefer, require, verify-ca, verify-full) and sslrootcert after a ?")
        String url,

        @DefaultValue("16")
        @Min(value = 1, message = "DATABASE_POOL_SIZE must be between 1 and 64") @Max(value = 64, message = "DATABASE_POOL_SIZE must be between 1 and 64") int poolSize,

        @DefaultValue("2s") Duration acquireTimeout,
        @DefaultValue("10s") Duration statementTimeout) {

    DatabaseUrl parsed() {
        return DatabaseUrl.parse(url);
    }
}
