package io.tollgate;

import io.tollgate.fakepaymob.FakePaymob;
import io.tollgate.fakeprovider.FakeProvider;
import io.tollgate.stripeemulator.StripeEmulator;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringApplication;

/**
 * The whole product on one machine with nothing installed: starts the servers that no environment variable names, the Stripe
 * emulator unless {@code STRIPE_SECRET_KEY} is set, a pretended Paymob unless {@code PAYMOB_SECRET_KEY} is, then the application; says
 * where everything is, and stops all of it on Ctrl-C.
 */
public final class LocalTollgate {

    private static final String WEBHOOK_SECRET = "whsec_local";
    private static final String STRIPE_KEY = "sk_test_local";

    /** What has been started, the last first: the application closes itself before what it stands on. */
    private static final Deque<AutoCloseable> STARTED = new ConcurrentLinkedDeque<>();

    private LocalTollgate() {}

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(LocalTollgate::stop));
        try {
            run(args);
        } catch (RuntimeException e) {
            System.err.println("\nTollgate did not start. " + reason(e));
            // Kafka's threads would keep the process, and PostgreSQL and Redis their ports.
            System.exit(1);
        }
    }

    /** Of a setting that is wrong Spring Boot has told already, and how to mend it. */
    private static String reason(RuntimeException e) {
        return switch (e) {
            case BeansException _ -> "The reason stands above.";
            case IllegalStateException known -> known.getMessage();
            default -> e.toString();
        };
    }

    private static void run(String[] args) {
        long begun = System.nanoTime();
        EventLoops.onePerCore();
        Map<String, String> environment = System.getenv();
        Ports ports = Ports.from(environment);
        LocalSecrets.require(environment);
        ports.requireFree(environment);
        LocalServers servers = started(LocalServers.start(ports, environment));
        Map<String, Object> settings = new HashMap<>(servers.environment());
        Map<String, String> places = new LinkedHashMap<>();
        started(mailPage(servers, ports, settings, places));
        started(stripe(environment, ports, settings, places));
        started(paymob(environment, ports, settings, places));
        started(provider(environment, ports, settings, places));
        LocalSecrets.generate(environment, settings, places);
        started(application(settings).run(args));
        offerMeteredPlans(environment, ports, settings, places);
        System.out.println(table(ports, servers, places, Duration.ofNanos(System.nanoTime() - begun)));
    }

    private static SpringApplication application(Map<String, Object> settings) {
        SpringApplication application = new SpringApplication(TollgateApplication.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(settings);
        return application;
    }

    /** Not at the real Stripe, which would have products of ours from then on. */
    private static void offerMeteredPlans(
            Map<String, String> environment, Ports ports, Map<String, Object> settings, Map<String, String> places) {
        if (places.containsKey("Stripe emulator")) {
            places.put(
                    "Metered plans",
                    LocalCatalogue.offer(
                            "http://127.0.0.1:" + ports.app(),
                            setting(environment, settings, "TOLLGATE_ADMIN_EMAIL"),
                            setting(environment, settings, "TOLLGATE_ADMIN_PASSWORD")));
        }
    }

    static String setting(Map<String, String> environment, Map<String, Object> settings, String name) {
        return environment.getOrDefault(name, String.valueOf(settings.get(name)));
    }

    private static AutoCloseable mailPage(
            LocalServers servers, Ports ports, Map<String, Object> settings, Map<String, String> places) {
        if (!servers.hasMail()) {
            return () -> {};
        }
        MailPage page = new MailPage(servers.mail(), ports.mailPage());
        places.put("Mails", page.url());
        settings.put("CHECKOUT_SUCCESS_URL", page.url() + "/paid?session_id={CHECKOUT_SESSION_ID}");
        settings.put("CHECKOUT_CANCEL_URL", page.url() + "/cancelled");
        return page;
    }

    private static AutoCloseable stripe(
            Map<String, String> environment, Ports ports, Map<String, Object> settings, Map<String, String> places) {
        if (!environment.getOrDefault("STRIPE_SECRET_KEY", "").isBlank()) {
            places.put("Stripe", "the real one");
            return () -> {};
        }
        StripeEmulator emulator = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC())
                .port(ports.stripe())
                .apiKey(STRIPE_KEY)
                .heartbeat(Duration.ofSeconds(1))
                .webhookTries(40, Duration.ofMillis(500))
                .webhook("http://127.0.0.1:" + ports.app() + "/billing/stripe/webhook", WEBHOOK_SECRET));
        settings.put("STRIPE_API_BASE", emulator.baseUrl());
        settings.put("STRIPE_SECRET_KEY", STRIPE_KEY);
        settings.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        settings.put("BILLING_TEST_CLOCKS", "true");
        places.put("Stripe emulator", emulator.baseUrl());
        return emulator::stop;
    }

    private static AutoCloseable paymob(
            Map<String, String> environment, Ports ports, Map<String, Object> settings, Map<String, String> places) {
        if (!environment.getOrDefault("PAYMOB_SECRET_KEY", "").isBlank()) {
            places.put("Paymob", "the real one");
            return () -> {};
        }
        FakePaymob fake = FakePaymob.startForDevelopers(ports.paymob());
        settings.putAll(fake.environment());
        places.put("Paymob", fake.baseUrl() + "  pretended: what was paid, and buttons to give it back");
        return fake;
    }

    /** Pretends to be Google and GitHub, unless the environment names the real ones. */
    private static AutoCloseable provider(
            Map<String, String> environment, Ports ports, Map<String, Object> settings, Map<String, String> places) {
        if (Stream.of("GOOGLE_CLIENT_ID", "GITHUB_CLIENT_ID")
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank())) {
            places.put("Google, GitHub", "the real ones, where set");
            return () -> {};
        }
        String app = environment.getOrDefault("APP_URL", "http://localhost:" + ports.app());
        FakeProvider fake = FakeProvider.startForDevelopers(ports.provider(), app);
        settings.putAll(fake.environment());
        places.put("Google, GitHub", "pretended; sign in at " + app + "/google/login or /github/login");
        return fake;
    }

    private static String table(Ports ports, LocalServers servers, Map<String, String> places, Duration took) {
        // By the name that stands in mails and in the API document: to a browser an address is another origin.
        String app = "http://localhost:" + ports.app();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Tollgate", app);
        rows.put("API documentation", app + "/docs");
        rows.putAll(places);
        rows.put("PostgreSQL", servers.environment().getOrDefault("DATABASE_URL", ""));
        rows.put("Redis", servers.environment().getOrDefault("REDIS_URL", ""));
        rows.put("Kafka", servers.environment().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", ""));
        StringBuilder table = new StringBuilder("\n");
        rows.forEach((name, place) -> table.append("  %-18s %s%n".formatted(name, place)));
        return table.append("%n  Ready in %.1f s. Stop with Ctrl-C. See it work: src/ops/demo.sh%n"
                        .formatted(took.toMillis() / 1000.0))
                .toString();
    }

    private static <T extends AutoCloseable> T started(T part) {
        STARTED.push(part);
        return part;
    }

    private static void stop() {
        for (AutoCloseable part : STARTED) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("Did not stop cleanly: " + e);
            }
        }
    }
}
