package io.tollgate.admin.imports;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Imports when a source is configured, tells what became of it, and ends the process: an import is a command, not a server. */
@Component
class ImportRunner implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(ImportRunner.class);

    private final UserImport userImport;
    private final ImportProperties properties;
    private final ApplicationContext context;

    ImportRunner(UserImport userImport, ImportProperties properties, ApplicationContext context) {
        this.userImport = userImport;
        this.properties = properties;
        this.context = context;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (properties.wanted()) {
            ConnectionFactory source =
                    ConnectionFactories.get("r2dbc:" + properties.source().replaceFirst("^postgres:", "postgresql:"));
            ImportReport report =
                    userImport.run(source, properties.dryRun()).toFuture().join();
            log.info("{}", report);
            SpringApplication.exit(context);
        }
    }
}
