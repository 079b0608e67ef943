package io.tollgate.platform.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import io.tollgate.platform.time.BeforeServing;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.netty.resources.LoopResources;

/** The pool that serves requests, and the migrations that run, over JDBC, before the pool is there. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final Duration ASK_FOR_TIME = Duration.ofSeconds(5);

    /** After a machine has slept, its connections may be dead, which nothing else tells for longer. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private static final int TRIES = 4;

    @Bean(initMethod = "migrate")
    Flyway flyway(DatabaseProperties properties) {
        DatabaseUrl url = properties.parsed();
        return Flyway.configure()
                .dataSource(url.jdbc(), url.user(), url.password())
                .locations("classpath:db/migration")
                .load();
    }

    @Bean(destroyMethod = "dispose")
    @DependsOn("flyway")
    ConnectionPool connectionFactory(DatabaseProperties properties, LoopResources databaseLoops) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(driver(properties, databaseLoops))
                .name("tollgate")
                .initialSize(0)
                .maxSize(properties.poolSize())
                .maxAcquireTime(properties.acquireTimeout())
                .maxCreateConnectionTime(properties.acquireTimeout())
                // Without it a dead connection is put back and picked again (r2dbc-pool#232).
                .maxValidationTime(Duration.ofMillis(500))
                .validationDepth(ValidationDepth.LOCAL)
                .maxIdleTime(Duration.ofMinutes(10))
                .maxLifeTime(Duration.ofMinutes(30))
                .build());
    }

    @Bean
    BeforeServing commonTime(DatabaseProbe database) {
        return BeforeServing.firstAndEvery(
                ASK_FOR_TIME,
                "ask the database for its time",
                database.ok().timeout(ANSWER).retry(TRIES).then());
    }

    @Bean
    TransactionalOperator transactions(ReactiveTransactionManager manager, MeterRegistry meters) {
        return new WholeTransactions(TransactionalOperator.create(manager), meters);
    }

    static PostgresqlConnectionFactory driver(DatabaseProperties properties, LoopResources loops) {
        DatabaseUrl url = properties.parsed();
        PostgresqlConnectionConfiguration.Builder driver = PostgresqlConnectionConfiguration.builder();
        if (url.rootCertificate() != null) {
            driver.sslRootCert(url.rootCertificate());
        }
        return new PostgresqlConnectionFactory(driver.sslMode(url.tls())
                .host(url.host())
                .port(url.port())
                .database(url.database())
                .username(url.user())
                .password(url.password())
                .applicationName("tollgate")
                .connectTimeout(properties.acquireTimeout())
                .tcpKeepAlive(true)
                .statementTimeout(properties.statementTimeout())
                .lockWaitTimeout(properties.statementTimeout())
                .preparedStatementCacheQueries(256)
                .timeZone("UTC")
                .codecRegistrar(new TimeCodec())
                .loopResources(loops)
                .build());
    }

    /**
     * Loops of their own: connections opened from a request would all stick to that request's loop. An odd number of them:
     * each connect takes two turns of the round, one for the address and one for the channel, so that of an even number every
     * other one would stay idle, and of two, one would do all the work.
     */
    @Bean(destroyMethod = "dispose")
    LoopResources databaseLoops() {
        int loops = Runtime.getRuntime().availableProcessors() | 1;
        return new WatchedLoops(LoopResources.create("postgres", 1, loops, true, false));
    }
}
