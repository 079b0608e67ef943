package io.tollgate;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The real servers that Tollgate needs, on this machine: PostgreSQL, Redis, Kafka (KRaft) and SMTP. A server whose
 * environment variable is set already is not started.
 */
public final class LocalServers implements AutoCloseable {

    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final Map<String, AutoCloseable> running = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile GreenMail mail;

    private LocalServers() {}

    /** Starts what is missing; a port of 0 means any free one. */
    public static LocalServers start(Ports ports, Map<String, String> given) {
        LocalServers servers = new LocalServers();
        servers.environment.putAll(given);
        ServerStarter starter = ServerStarter.chosen();
        Map<String, Callable<ServerStarter.Started>> all = new LinkedHashMap<>();
        all.put("DATABASE_URL", () -> starter.postgres(ports.postgres()));
        all.put("REDIS_URL", () -> starter.redis(ports.redis()));
        all.put("KAFKA_BOOTSTRAP_SERVERS", () -> starter.kafka(ports.kafka()));
        all.put("SMTP_HOST", () -> servers.smtp(ports.smtp()));
        all.keySet().removeIf(variable -> !given.getOrDefault(variable, "").isBlank());
        servers.startAtOnce(all);
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

    /** PostgreSQL is a process of its own and Kafka a part of this one: neither waits for the other. */
    private void startAtOnce(Map<String, Callable<ServerStarter.Started>> all) {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Map<String, Future<ServerStarter.Started>> starting = new LinkedHashMap<>();
            all.forEach((variable, start) -> starting.put(variable, threads.submit(() -> {
                ServerStarter.Started started = start.call();
                running.put(variable, started.server());
                return started;
            })));
            for (Map.Entry<String, Future<ServerStarter.Started>> entry : starting.entrySet()) {
                environment.put(entry.getKey(), entry.getValue().get().address());
            }
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException("A server did not start: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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

    private static final class Shared {
        static final LocalServers SERVERS = startForTests();

        private static LocalServers startForTests() {
            LocalServers servers = LocalServers.start(Ports.ANY, System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
            return servers;
        }
    }
}
