package io.tollgate;

import java.io.IOException;

/** One way to get a PostgreSQL, a Redis and a Kafka. A port of 0 means any free one. */
interface ServerStarter {

    Started postgres(int port) throws IOException;

    Started redis(int port) throws IOException;

    Started kafka(int port) throws IOException;

    /** @param address in the form of the server's environment variable */
    record Started(String address, AutoCloseable server) {}

    /** Containers when {@code tollgate.services} (or {@code TOLLGATE_SERVICES}) says {@code testcontainers}. */
    static ServerStarter chosen() {
        String choice =
                System.getProperty("tollgate.services", System.getenv().getOrDefault("TOLLGATE_SERVICES", "embedded"));
        return switch (choice) {
            case "embedded" -> new EmbeddedServers();
            case "testcontainers" -> new ContainerServers();
            default ->
                throw new IllegalStateException("tollgate.services is embedded or testcontainers, not " + choice);
        };
    }
}
