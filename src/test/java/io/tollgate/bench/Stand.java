package io.tollgate.bench;

import io.tollgate.LocalServers;
import io.tollgate.stripeemulator.StripeEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The test stand: the servers, Stripe's emulator, and the product as the workloads ask for it. */
final class Stand implements AutoCloseable {

    static final String WEBHOOK_SECRET = "whsec_bench";

    private static final String SECRET_KEY =
            Base64.getEncoder().encodeToString("a key that only the bench knows.".getBytes());

    private final Settings settings;
    private final LocalServers servers;
    private final StripeEmulator stripe;
    private final Database server;
    private final RedisServer redis;
    private final PackagedProduct packaged;
    private final Map<String, Database> databases = new HashMap<>();
    private final Map<String, Accounts> accounts = new HashMap<>();
    private final Map<Configuration, Product> running = new HashMap<>();
    private @Nullable Child hello;

    private Stand(Settings settings) {
        this.settings = settings;
        this.servers = LocalServers.shared();
        this.stripe = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC()));
        this.server = Database.at(servers.environment().get("DATABASE_URL"));
        this.redis = new RedisServer(settings, URI.create(servers.environment().get("REDIS_URL")));
        this.packaged = new PackagedProduct(settings);
    }

    static Stand open(Settings settings) throws IOException {
        Files.createDirectories(settings.directory());
        return new Stand(settings);
    }

    Settings settings() {
        return settings;
    }

    StripeEmulator stripe() {
        return stripe;
    }

    RedisServer redis() {
        return redis;
    }

    PackagedProduct packaged() {
        return packaged;
    }

    /** The product so configured, running; others are stopped, so that they do not take part of the machine. */
    Product product(Configuration configuration) throws Exception {
        for (Configuration other : List.copyOf(running.keySet())) {
            if (!other.equals(configuration)) {
                running.remove(other).close();
            }
        }
        return alsoRunning(configuration);
    }

    void stopProducts() throws InterruptedException {
        for (Configuration configuration : List.copyOf(running.keySet())) {
            running.remove(configuration).close();
        }
    }

    /** As {@link #product}, but leaves others running. */
    Product alsoRunning(Configuration configuration) throws Exception {
        Product found = running.get(configuration);
        if (found == null) {
            found = start(configuration, cached());
            running.put(configuration, found);
        }
        return found;
    }

    /** Starts one more, which the caller closes. */
    Product start(Configuration configuration, List<String> command) throws Exception {
        Database database = database(configuration.database());
        int port = freePort();
        List<String> whole = new ArrayList<>(command);
        if (settings.profile()) {
            Path recording = settings.directory().resolve("product-" + configuration.database() + ".jfr");
            whole.add(1, "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording);
        }
        whole.addAll(configuration.arguments());
        Map<String, String> environment = environment(database, port);
        environment.putAll(configuration.environment());
        Path log = settings.directory().resolve("product-" + configuration.database() + ".log");
        return Product.start(whole, environment, port, database, redis, log);
    }

    /** Verified users of that product, known by their tokens. */
    Accounts accounts(Configuration configuration) throws Exception {
        Accounts found = accounts.get(configuration.database());
        if (found == null) {
            found = Accounts.register(alsoRunning(configuration));
            accounts.put(configuration.database(), found);
        }
        return found;
    }

    /** The limit L1: an HTTP server with nothing to do. */
    String hello() throws IOException, InterruptedException {
        int port = freePort();
        if (hello != null) {
            hello.close();
        }
        List<String> options = new ArrayList<>(settings.jvmArguments());
        options.addAll(packaged.sizing());
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        hello = Child.start(
                Child.java(options, HelloServer.class.getName(), Integer.toString(port)),
                Map.of(),
                settings.directory().resolve("hello.log"));
        boolean _ = hello.aliveAfter(2000);
        return "http://127.0.0.1:" + port + "/";
    }

    @Override
    public void close() throws Exception {
        stopProducts();
        if (hello != null) {
            hello.close();
        }
        stripe.stop();
        servers.close();
    }

    /** How production runs it. */
    List<String> cached() throws Exception {
        return packaged.withCache(this::rehearse);
    }

    private void rehearse(List<String> command) throws Exception {
        try (Product product = start(Configuration.REHEARSAL, command)) {
            String _ = Child.output(
                    List.of("src/ops/image/rehearse.sh", product.url()),
                    Map.of(),
                    settings.directory().resolve("rehearsal.log"),
                    120);
        }
    }

    private Database database(String name) throws Exception {
        Database found = databases.get(name);
        if (found == null) {
            found = server.create(name);
            databases.put(name, found);
        }
        return found;
    }

    private Map<String, String> environment(Database database, int port) {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.put("DATABASE_URL", database.url());
        environment.put("KAFKA_TOPIC_PREFIX", database.name() + ".");
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("APP_URL", "http://127.0.0.1:" + port);
        environment.put("JWT_ISSUER", "https://bench.example");
        environment.put("TOLLGATE_SECRET_KEY", SECRET_KEY);
        environment.put("STRIPE_SECRET_KEY", "sk_test_emulator");
        environment.put("STRIPE_API_BASE", stripe.baseUrl());
        environment.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
