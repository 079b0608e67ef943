package io.tollgate;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import redis.embedded.RedisServer;

/**
 * The real servers that Tollgate needs, embedded in this JVM or started by it: PostgreSQL, Redis, Kafka (KRaft) and SMTP. A
 * server whose environment variable is set already is not started.
 */
public final class LocalServers implements AutoCloseable {

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, AutoCloseable> running = new LinkedHashMap<>();
    private GreenMail mail;

    private LocalServers() {}

    /** Starts what is missing; a port of 0 means any free one. */
    public static LocalServers start(Ports ports, Map<String, String> given) {
        LocalServers servers = new LocalServers();
        servers.environment.putAll(given);
        servers.startIfMissing("DATABASE_URL", () -> servers.postgres(ports.postgres()));
        servers.startIfMissing("REDIS_URL", () -> servers.redis(ports.redis()));
        servers.startIfMissing("KAFKA_BOOTSTRAP_SERVERS", () -> servers.kafka(ports.kafka()));
        servers.startIfMissing("SMTP_HOST", () -> servers.smtp(ports.smtp()));
        return servers;
    }

    /** The servers of this test JVM: started once, stopped with it. */
    public static LocalServers shared() {
        return Shared.SERVERS;
    }

    /** The variables, by the names of the README's table, under which the application finds the servers. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Where mails arrive. */
    public GreenMail mail() {
        if (mail == null) {
            throw new IllegalStateException("SMTP_HOST is set: mails go there");
        }
        return mail;
    }

    @Override
    public void close() {
        for (AutoCloseable server : running.values().stream().toList().reversed()) {
            try {
                server.close();
            } catch (Exception e) {
                System.getLogger("LocalServers").log(System.Logger.Level.WARNING, "A server did not stop", e);
            }
        }
        running.clear();
    }

    private void startIfMissing(String variable, Starter starter) {
        if (environment.getOrDefault(variable, "").isBlank()) {
            try {
                starter.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void postgres(int port) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPort(port)
                .setServerConfig("max_connections", "200")
                .setServerConfig("fsync", "on")
                .setPGStartupWait(Duration.ofSeconds(30))
                .start();
        running.put("PostgreSQL", postgres);
        environment.put("DATABASE_URL", "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres");
    }

    private void redis(int port) throws IOException {
        int actual = port == 0 ? Ports.free() : port;
        RedisServer redis = RedisServer.newRedisServer()
                .port(actual)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        redis.start();
        running.put("Redis", redis::stop);
        environment.put("REDIS_URL", "redis://127.0.0.1:" + actual);
    }

    private void kafka(int port) {
        EmbeddedKafkaBroker kafka = new EmbeddedKafkaKraftBroker(1, 1)
                .kafkaPorts(port)
                .brokerProperties(Map.of("group.initial.rebalance.delay.ms", "0"));
        kafka.afterPropertiesSet();
        running.put("Kafka", kafka::destroy);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.getBrokersAsString());
    }

    private void smtp(int port) {
        int actual = port == 0 ? Ports.free() : port;
        mail = new GreenMail(new ServerSetup(actual, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        running.put("SMTP", mail::stop);
        environment.put("SMTP_HOST", "127.0.0.1");
        environment.put("SMTP_PORT", Integer.toString(actual));
        environment.put("SMTP_STARTTLS", "false");
        environment.putIfAbsent("MAIL_FROM", "Tollgate <no-reply@tollgate.test>");
    }

    private interface Starter {
        void start() throws IOException;
    }

    private static final class Shared {
        static final LocalServers SERVERS = startForTests();

        private static LocalServers startForTests() {
            LocalServers servers = LocalServers.start(Ports.ANY, System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
            return servers;
        }
    }
}
