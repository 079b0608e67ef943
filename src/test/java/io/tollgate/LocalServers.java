package io.tollgate;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The real servers that Tollgate needs, on this machine: PostgreSQL, Redis, Kafka (KRaft) and SMTP. A server whose
 * environment variable is set already is not started.
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
        ServerStarter starter = ServerStarter.chosen();
        servers.startIfMissing("DATABASE_URL", () -> starter.postgres(ports.postgres()));
        servers.startIfMissing("REDIS_URL", () -> starter.redis(ports.redis()));
        servers.startIfMissing("KAFKA_BOOTSTRAP_SERVERS", () -> starter.kafka(ports.kafka()));
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

    boolean hasMail() {
        return mail != null;
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

    private void startIfMissing(String variable, Start start) {
        if (!environment.getOrDefault(variable, "").isBlank()) {
            return;
        }
        try {
            ServerStarter.Started started = start.start();
            environment.put(variable, started.address());
            running.put(variable, started.server());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerStarter.Started smtp(int port) {
        int actual = port == 0 ? Ports.free() : port;
        mail = new GreenMail(new ServerSetup(actual, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        environment.put("SMTP_PORT", Integer.toString(actual));
        environment.put("SMTP_STARTTLS", "false");
        environment.putIfAbsent("MAIL_FROM", "Tollgate <no-reply@tollgate.test>");
        return new ServerStarter.Started("127.0.0.1", mail::stop);
    }

    private interface Start {
        ServerStarter.Started start() throws IOException;
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
