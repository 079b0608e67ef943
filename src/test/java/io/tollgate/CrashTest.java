package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.stripeemulator.StripeEmulator;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node is killed somewhere between the receipt of Stripe's events and the mails they cause, again and again; the next one
 * takes over. In the end everybody who paid has one live subscription, one payment and one confirmation.
 */
@Tag(LongTests.EXPECTED)
class CrashTest {

    private static final int ROUNDS = 2;
    private static final int PAYERS = 4;
    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final String WEBHOOK_SECRET = "whsec_crash";

    private final JsonMapper json = new JsonMapper();
    private final int port = Ports.free();
    private final String name = "crash_" + UUID.randomUUID().toString().replace("-", "");

    @TempDir
    private Path directory;

    @Test
    void losesNothingAndRepeatsNothingWhenKilledBetweenReceiptAndMail() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CrashTest seed " + seed);
        Random random = new Random(seed);
        String database = createDatabase();
        StripeEmulator stripe = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC())
                .webhook("http://127.0.0.1:" + port + "/billing/stripe/webhook", WEBHOOK_SECRET)
                .webhookTries(14, Duration.ofMillis(200)));
        List<String> payers = new ArrayList<>();
        NodeProcess node = NodeProcess.start(environment(database, stripe), port, log());
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<String> sessions = checkouts(database, payers);
                sessions.forEach(session -> stripe.controls().pay(session));
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1500)).toNanos());
                node.kill();
                node = NodeProcess.start(environment(database, stripe), port, log());
            }
            awaitAll(database, payers);
        } finally {
            node.close();
            stripe.stop();
        }
    }

    private void awaitAll(String database, List<String> payers) throws SQLException {
        int all = payers.size();
        String url = jdbc(database);
        Awaiting.until("everybody's subscription", RECOVERY, () -> count(url, """
                select count(*) from subscriptions where status = 'active'""") == all);
        Awaiting.until("everybody's payment", RECOVERY, () -> count(url, """
                select count(*) from payments where status = 'succeeded'""") == all);
        Awaiting.until("the end of all work", RECOVERY, () -> count(url, "select count(*) from outbox") == 0);
        Awaiting.until("everybody's mail", RECOVERY, () -> confirmations(payers).size() == all);
        assertThat(count(url, "select count(*) from subscriptions")).isEqualTo(all);
        assertThat(count(url, "select count(*) from payments")).isEqualTo(all);
        assertThat(count(url, "select count(*) from dead_letters")).isZero();
        // At the SMTP server a mail may arrive twice after a crash, but it is recognisably the same one.
        assertThat(confirmations(payers))
                .allSatisfy((payer, messageIds) -> assertThat(messageIds).hasSize(1));
    }

    /** Message ids of the confirmations by address. */
    private static Map<String, List<String>> confirmations(List<String> payers) {
        return Arrays.stream(LocalServers.shared().mail().getReceivedMessages())
                .filter(mail -> subject(mail).contains("Confirmation"))
                .filter(mail -> payers.contains(recipient(mail)))
                .collect(Collectors.groupingBy(
                        CrashTest::recipient,
                        Collectors.mapping(
                                CrashTest::messageId,
                                Collectors.collectingAndThen(
                                        Collectors.toSet(), ids -> ids.stream().toList()))));
    }

    private List<String> checkouts(String database, List<String> payers) throws SQLException {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < PAYERS; i++) {
            String email = UUID.randomUUID() + "@example.com";
            payers.add(email);
            sessions.add(checkout(database, email));
        }
        return sessions;
    }

    /** Registers, is verified by decree, logs in and opens a checkout; returns Stripe's session. */
    private String checkout(String database, String email) throws SQLException {
        String password = "a horse that crashes twice";
        String username = "u" + email.substring(0, 8) + email.substring(9, 13);
        post("/register", Map.of("email", email, "username", username, "password", password), null);
        execute(jdbc(database), "update users set is_verified = true where email = '" + email + "'");
        String token = post("/login", Map.of("email", email, "password", password), null)
                .path("token")
                .asString();
        String url = Awaiting.value(
                "the plan's arrival at Stripe",
                () -> post("/billing/subscriptions/subscribe", Map.of("plan_code", "pro"), token)
                        .path("checkout_url")
                        .asString(""),
                found -> !found.isEmpty());
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private JsonNode post(String path, Map<String, String> body, String token) {
        byte[] answer = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .build()
                .post()
                .uri(path)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return json.readTree(answer);
    }

    private Map<String, String> environment(String database, StripeEmulator stripe) {
        Map<String, String> environment = new HashMap<>(LocalServers.shared().environment());
        environment.put("DATABASE_URL", database);
        environment.put("KAFKA_TOPIC_PREFIX", name + ".");
        environment.put("TOLLGATE_SECRET_KEY", TestEnvironment.SECRET_KEY);
        environment.put("STRIPE_API_BASE", stripe.baseUrl());
        environment.put("STRIPE_SECRET_KEY", "sk_test_emulator");
        environment.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        environment.put("RATE_LIMIT_ENABLED", "false");
        return environment;
    }

    private String createDatabase() throws SQLException {
        String url = LocalServers.shared().environment().getOrDefault("DATABASE_URL", "");
        execute(jdbc(url), "create database " + name);
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }

    private Path log() {
        return directory.resolve("node.log");
    }

    private static String jdbc(String url) {
        String[] parts = url.substring("postgresql://".length()).split("[:@]", 3);
        return "jdbc:postgresql://%s?user=%s&password=%s".formatted(parts[2], parts[0], parts[1]);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MimeMessage mail) {
        try {
            return String.valueOf(mail.getSubject());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
