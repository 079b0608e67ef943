package io.tollgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database of its own, and a node on it that is killed and followed by another, at the same address. */
public final class CrashSite implements AutoCloseable {

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
    private final URI database = URI.create(FreshDatabase.create());
    private final Map<String, String> environment =
            new HashMap<>(LocalServers.shared().environment());
    private final Path log;
    private final Connection connection;
    private @Nullable NodeProcess node;

    /** @param directory where the nodes' log goes */
    public CrashSite(Path directory) throws SQLException {
        log = directory.resolve("node.log");
        connection = open();
        environment.put("DATABASE_URL", database.toString());
        environment.put("KAFKA_TOPIC_PREFIX", database.getPath().substring(1) + ".");
        environment.put("TOLLGATE_SECRET_KEY", TestEnvironment.SECRET_KEY);
        environment.put("RATE_LIMIT_ENABLED", "false");
        environment.put("SPRING_APPLICATION_JSON", HURRY);
        environment.put("TOLLGATE_ADMIN_EMAIL", ADMIN);
        environment.put("TOLLGATE_ADMIN_PASSWORD", PASSWORD);
    }

    private Connection open() throws SQLException {
        String[] user = database.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(database.getHost(), database.getPort(), database.getPath()),
                user[0],
                user.length > 1 ? user[1] : "");
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

    /** What is planned under this name is to be done now. */
    public void wake(String schedule) {
        execute("update schedules set next_at = now() where name = '%s'".formatted(schedule));
    }

    public synchronized void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each row as a text, with commas between its columns. */
    public synchronized List<String> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    columns.add(found.getString(i));
                }
                rows.add(String.join(",", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long count(String sql) {
        return Long.parseLong(rows(sql).getFirst());
    }

    @Override
    public void close() throws SQLException {
        kill();
        http.close();
        connection.close();
    }
}
