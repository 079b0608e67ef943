package io.tollgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database of its own, and a node on it that is killed and followed by another, at the same address. */
public final class CrashSite extends OwnDatabase {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** What is due, refused or dead is looked for more often than in production: so much sooner all is done. */
    private static final String HURRY = """
            {"tollgate.jobs.backoff": "200ms", "tollgate.jobs.poll-interval": "200ms",
             "tollgate.stripe.retry-delay": "20ms", "tollgate.stripe.breaker-open-for": "200ms",
             "tollgate.kafka.properties": {"session.timeout.ms": "2000", "heartbeat.interval.ms": "500"}}""";

    private static final String ADMIN = "admin@crash.example";
    private static final String PASSWORD = "a horse that crashes twice";

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Ports.free();
    private final Map<String, String> environment =
            new HashMap<>(LocalServers.shared().environment());
    private final Path log;
    private @Nullable NodeProcess node;

    /** @param directory where the nodes' log goes */
    public CrashSite(Path directory) throws SQLException {
        log = directory.resolve("node.log");
        environment.put("DATABASE_URL", databaseUrl());
        environment.put("KAFKA_TOPIC_PREFIX", topicPrefix());
        environment.put("TOLLGATE_SECRET_KEY", TestEnvironment.SECRET_KEY);
        environment.put("RATE_LIMIT_ENABLED", "false");
        environment.put("SPRING_APPLICATION_JSON", HURRY);
        environment.put("TOLLGATE_ADMIN_EMAIL", ADMIN);
        environment.put("TOLLGATE_ADMIN_PASSWORD", PASSWORD);
    }

    /** For all nodes that are started from now on. */
    public CrashSite with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Where the node is, or the next one will be. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns once it is ready. */
    public void start() throws IOException {
        node = NodeProcess.start(environment, port, log);
    }

    /** {@code kill -9}. */
    public void kill() {
        if (node != null) {
            node.close();
            node = null;
        }
    }

    /** Another node takes over, after so long that nobody waits for the dead one any more. */
    public void followUp() throws IOException {
        execute("update outbox set claimed_until = null");
        execute("update collection_attempts set poll_at = now() where poll_at is not null");
        start();
    }

    /** @throws IOException when no answer came: nobody knows what became of it */
    public JsonNode post(String path, Map<String, ?> body, @Nullable String token) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return json.readTree(answer(request.build()));
    }

    private String answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same of a node that is not to be killed meanwhile. */
    public JsonNode ask(String path, Map<String, ?> body, @Nullable String token) {
        try {
            return post(path, body, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the administrator's access token */
    public String logIn() {
        return logIn(ADMIN, PASSWORD);
    }

    /** @return the access token */
    public String logIn(String email, String password) {
        return ask("/login", Map.of("email", email, "password", password), null)
                .path("token")
                .asString();
    }

    /** @return the token of a new service account that may do this */
    public String serviceToken(String scope) {
        return ask("/admin/service-accounts", Map.of("name", "meter", "scopes", List.of(scope)), logIn())
                .path("token")
                .asString();
    }

    @Override
    public void close() throws SQLException {
        kill();
        http.close();
        super.close();
    }
}
