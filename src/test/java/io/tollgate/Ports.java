package io.tollgate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Where the local servers listen; 0 means any free port. */
public record Ports(
        int app, int postgres, int redis, int kafka, int smtp, int mailPage, int stripe, int provider, int paymob) {

    private static final int FIRST_FREE = 20_000;
    private static final int FIRST_OF_CLIENTS = 32_768;

    static final Ports ANY = new Ports(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The defaults of the local product, each settable by its variable. */
    static Ports from(Map<String, String> environment) {
        return new Ports(
                port(environment, "SERVER_PORT", 8080),
                port(environment, "LOCAL_POSTGRES_PORT", 15432),
                port(environment, "LOCAL_REDIS_PORT", 16379),
                port(environment, "LOCAL_KAFKA_PORT", 19092),
                port(environment, "LOCAL_SMTP_PORT", 11025),
                port(environment, "LOCAL_MAIL_PAGE_PORT", 18025),
                port(environment, "LOCAL_STRIPE_PORT", 12111),
                port(environment, "LOCAL_PROVIDER_PORT", 12112),
                port(environment, "LOCAL_PAYMOB_PORT", 12113));
    }

    /**
     * Fails with one sentence that names each port somebody else holds and the variable that moves it. The ports of servers
     * that the environment names are not wanted.
     */
    void requireFree(Map<String, String> environment) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put("SERVER_PORT", app);
        want(wanted, environment, "DATABASE_URL", "LOCAL_POSTGRES_PORT", postgres);
        want(wanted, environment, "REDIS_URL", "LOCAL_REDIS_PORT", redis);
        want(wanted, environment, "KAFKA_BOOTSTRAP_SERVERS", "LOCAL_KAFKA_PORT", kafka);
        want(wanted, environment, "SMTP_HOST", "LOCAL_SMTP_PORT", smtp);
        want(wanted, environment, "SMTP_HOST", "LOCAL_MAIL_PAGE_PORT", mailPage);
        want(wanted, environment, "STRIPE_SECRET_KEY", "LOCAL_STRIPE_PORT", stripe);
        want(wanted, environment, "GOOGLE_CLIENT_ID", "LOCAL_PROVIDER_PORT", provider);
        want(wanted, environment, "PAYMOB_SECRET_KEY", "LOCAL_PAYMOB_PORT", paymob);
        wanted.values().removeIf(Ports::isFree);
        if (!wanted.isEmpty()) {
            throw new IllegalStateException(
                    "Already in use: " + wanted + ". Stop what listens there or set the variable.");
        }
    }

    private static void want(
            Map<String, Integer> wanted, Map<String, String> environment, String given, String variable, int port) {
        if (environment.getOrDefault(given, "").isBlank()) {
            wanted.put(variable, port);
        }
    }

    /**
     * For a server that is started a moment later, or again: below those that the system gives to whoever connects, one of which
     * would else be taken meanwhile by a client that tries to reach the very server.
     */
    public static int free() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_FREE, FIRST_OF_CLIENTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int port(Map<String, String> environment, String variable, int otherwise) {
        String text = environment.getOrDefault(variable, "");
        try {
            return text.isBlank() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new IllegalStateException(variable + " is not a port: " + text);
        }
    }
}
