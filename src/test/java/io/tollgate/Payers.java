package io.tollgate;

import io.tollgate.stripeemulator.StripeEmulator;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** People who buy a plan from a node that is about to be killed. */
public final class Payers {

    private final CrashSite site;
    private final StripeEmulator stripe;
    private final List<String> emails = new ArrayList<>();

    /** The pages at which nobody has paid yet. */
    private final Queue<String> pages = new ArrayDeque<>();

    private Payers(CrashSite site, StripeEmulator stripe) {
        this.site = site;
        this.stripe = stripe;
    }

    /** So many who have come as far as Stripe's page. */
    public static Payers at(CrashSite site, StripeEmulator stripe, int count) {
        Payers payers = new Payers(site, stripe);
        for (int i = 0; i < count; i++) {
            String email = UUID.randomUUID() + "@example.com";
            payers.emails.add(email);
            payers.pages.add(payers.checkout(email));
        }
        return payers;
    }

    /** So many of them pay. */
    public void pay(int count) {
        for (int i = 0; i < count; i++) {
            String _ = stripe.controls().pay(pages.remove());
        }
    }

    /** How many of them have got a confirmation. */
    public int confirmed() {
        return confirmations().size();
    }

    /** Message ids of the confirmations that have arrived, by address. */
    public Map<String, Set<String>> confirmations() {
        return Arrays.stream(LocalServers.shared().mail().getReceivedMessages())
                .map(Payers::read)
                .filter(mail -> mail.subject().contains("Confirmation"))
                .filter(mail -> emails.contains(mail.recipient()))
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

    /** Registers, is verified by decree, logs in and opens a checkout; returns Stripe's session. */
    private String checkout(String email) {
        String password = "a horse that crashes twice";
        String username = "u" + email.substring(0, 8) + email.substring(9, 13);
        var _ = site.ask("/register", Map.of("email", email, "username", username, "password", password), null);
        site.execute("update users set is_verified = true where email = '" + email + "'");
        String token = site.logIn(email, password);
        String url = Awaiting.value(
                "the plan's arrival at Stripe",
                () -> site.ask("/billing/subscriptions/subscribe", Map.of("plan_code", "pro"), token)
                        .path("checkout_url")
                        .asString(""),
                found -> !found.isEmpty());
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
