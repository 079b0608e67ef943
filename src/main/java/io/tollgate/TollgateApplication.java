package io.tollgate;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration;

/** Starts Tollgate. */
// Flyway migrates before the pool opens (platform.db); Boot's own script runner would wait for the pool.
@SpringBootApplication(exclude = R2dbcInitializationAutoConfiguration.class)
@ConfigurationPropertiesScan
public class TollgateApplication {
    public static void main(String[] args) {
        SpringApplication.run(TollgateApplication.class, args);
    }
}
