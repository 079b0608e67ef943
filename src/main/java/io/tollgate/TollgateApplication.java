package io.tollgate;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Starts Tollgate. */
// Flyway migrates before the pool opens (platform.db); Boot's own script runner would wait for the pool.
// Named by package and class: two features may both have a CleanUp.
@SpringBootApplication(
        exclude = R2dbcInitializationAutoConfiguration.class,
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@ConfigurationPropertiesScan
public class TollgateApplication {
    public static void main(String[] args) {
        EventLoops.onePerCore();
        SpringApplication.run(TollgateApplication.class, args);
    }
}
