package io.tollgate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The product in a JVM of its own. */
final class Product implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String OK = "200 ";

    private final Child process;
    private final String url;
    private final Database database;
    private final RedisServer redis;
    private final Duration startTime;

    private Product(Child process, String url, Database database, RedisServer redis, Duration startTime) {
        this.process = process;
        this.url = url;
        this.database = database;
        this.redis = redis;
        this.startTime = startTime;
    }

    /** Starts it and waits until {@code /readyz} answers 200. */
    static Product start(
            List<String> command,
            Map<String, String> environment,
            int port,
            Database database,
            RedisServer redis,
            Path log)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Child process = Child.start(command, environment, log);
        String url = "http://127.0.0.1:" + port;
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/readyz"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            for (String answer = ask(http, ready); !answer.startsWith(OK); answer = ask(http, ready)) {
                if (!process.aliveAfter(10) || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    process.close();
                    throw new IllegalStateException(
                            "The product did not become ready: %s; its log is %s".formatted(answer, log));
                }
            }
        }
        return new Product(process, url, database, redis, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static String ask(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return e.toString();
        }
    }

    String url() {
        return url;
    }

    Database database() {
        return database;
    }

    /** From the start of the process to the first 200 on {@code /readyz}. */
    Duration startTime() {
        return startTime;
    }

    /** Whether it is still alive after leaving it alone for so long. */
    boolean waits(long millis) throws InterruptedException {
        return process.aliveAfter(millis);
    }

    long residentMegabytes() throws IOException {
        return process.residentMegabytes();
    }

    /** Runs a load and adds what it cost: CPU of this process, transactions of its database, commands of Redis. */
    Sample measure(Work work) throws Exception {
        long transactions = database.transactions();
        long commands = redis.commands();
        double cpu = process.cpuSeconds();
        Sample sample = work.go();
        return sample.costing(
                process.cpuSeconds() - cpu, database.transactions() - transactions, redis.commands() - commands - 1.0);
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }

    /** A load on the product. */
    interface Work {
        Sample go() throws Exception;
    }
}
