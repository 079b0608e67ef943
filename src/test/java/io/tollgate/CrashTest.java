package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.stripeemulator.StripeEmulator;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @TempDir
    private Path directory;

    @Test
    void losesNothingAndRepeatsNothingWhenKilledBetweenReceiptAndMail() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CrashTest seed " + seed);
        Random random = new Random(seed);
        List<String> payers = new ArrayList<>();
        try (CrashSite site = new CrashSite(directory)) {
            StripeEmulator stripe = stripe(site);
            try {
                site.start();
                for (int round = 0; round < ROUNDS; round++) {
                    List<String> sessions = checkouts(site, payers);
                    sessions.forEach(session -> stripe.controls().pay(session));
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(1500)).toNanos());
                    site.kill();
                    site.followUp();
                }
                awaitAll(site, payers);
            } finally {
                stripe.stop();
            }
        }
    }

    private static StripeEmulator stripe(CrashSite site) {
        StripeEmulator stripe = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC())
                .webhook(site.url() + "/billing/stripe/webhook", WEBHOOK_SECRET)
                .webhookTries(14, Duration.ofMillis(200)));
        site.with("STRIPE_API_BASE", stripe.baseUrl())
                .with("STRIPE_SECRET_KEY", "sk_test_emulator")
                .with("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        return stripe;
    }

    private static void awaitAll(CrashSite site, List<String> payers) {
        int all = payers.size();
        Awaiting.until("everybody's subscription", RECOVERY, () -> site.count("""
                select count(*) from subscriptions where status = 'active'""") == all);
        Awaiting.until("everybody's payment", RECOVERY, () -> site.count("""
                select count(*) from payments where status = 'succeeded'""") == all);
        Awaiting.until("the end of all work", RECOVERY, () -> site.count("select count(*) from outbox") == 0);
        Awaiting.until("everybody's mail", RECOVERY, () -> confirmations(payers).size() == all);
        assertThat(site.count("select count(*) from subscriptions")).isEqualTo(all);
        assertThat(site.count("select count(*) from payments")).isEqualTo(all);
        assertThat(site.count("select count(*) from dead_letters")).isZero();
        // At the SMTP server a mail may arrive twice after a crash, but it is recognisably the same one.
        assertThat(confirmations(payers))
                .allSatisfy((payer, messageIds) -> assertThat(messageIds).hasSize(1));
    }

    /** Message ids of the confirmations by address. */
    private static Map<String, Set<String>> confirmations(List<String> payers) {
        return Arrays.stream(LocalServers.shared().mail().getReceivedMessages())
                .map(CrashTest::read)
                .filter(mail -> mail.subject().contains("Confirmation"))
                .filter(mail -> payers.contains(mail.recipient()))
                .collect(Collectors.groupingBy(
                        Read::recipient, Collectors.mapping(Read::messageId, Collectors.toSet())));
    }

    private record Read(String subject, String recipient, String messageId) {}

    private static Read read(MimeMessage mail) {
        try {
            return new Read(
                    String.valueOf(mail.getSubject()), mail.getAllRecipients()[0].toString(), mail.getMessageID());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> checkouts(CrashSite site, List<String> payers) {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < PAYERS; i++) {
            String email = UUID.randomUUID() + "@example.com";
            payers.add(email);
            sessions.add(checkout(site, email));
        }
        return sessions;
    }

    /** Registers, is verified by decree, logs in and opens a checkout; returns Stripe's session. */
    private static String checkout(CrashSite site, String email) {
        String password = "a horse that crashes twice";
        String username = "u" + email.substring(0, 8) + email.substring(9, 13);
        var _ = site.ask("/register", Map.of("email", email, "username", username, "password", password), null);
        site.execute("update users set is_verified = true where email = '" + email + "'");
        String token = site.ask("/login", Map.of("email", email, "password", password), null)
                .path("token")
                .asString();
        String url = Awaiting.value(
                "the plan's arrival at Stripe",
                () -> site.ask("/billing/subscriptions/subscribe", Map.of("plan_code", "pro"), token)
                        .path("checkout_url")
                        .asString(""),
                found -> !found.isEmpty());
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
