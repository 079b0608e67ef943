package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.plan.Plan;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What users are told of their subscriptions. Each is promised in the transaction of what it tells. */
@Component
public class SubscriptionMails {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final String dashboardUrl;

    SubscriptionMails(Mailer mailer, WebProperties web) {
        this.mailer = mailer;
        this.dashboardUrl = web.frontendUrl();
    }

    /**
     * Everything a mail about a subscription says.
     *
     * @param price what was or is to be paid
     */
    public record About(User user, Plan plan, Subscription subscription, Money price) {}

    public Mono<Void> confirmed(About about) {
        return send("subscription_confirmed", "Subscription Confirmation", about);
    }

    /** Another period has been paid for. */
    public Mono<Void> renewed(About about) {
        return send("subscription_updated", "Subscription Updated", about);
    }

    public Mono<Void> canceled(About about) {
        return send("subscription_canceled", "Subscription Canceled", about);
    }

    public Mono<Void> paymentFailed(About about) {
        return send("payment_failed", "Invoice Payment Failed", about);
    }

    private Mono<Void> send(String template, String subject, About about) {
        return about.user().erased()
                ? Mono.empty()
                : mailer.queue(new Mail(template, subject, about.user().emailDisplay(), variables(about)));
    }

    private Map<String, String> variables(About about) {
        Subscription subscription = about.subscription();
        return Map.of(
                "username", about.user().username(),
                "plan", about.plan().name(),
                "price", about.price().cents() == 0 ? "Free" : about.price().text(),
                "startDate", day(startOf(subscription)),
                "endDate", day(subscription.currentPeriodEnd()),
                "dashboardUrl", dashboardUrl);
    }

    private static Instant startOf(Subscription subscription) {
        return subscription.currentPeriodStart() == null ? subscription.startedAt() : subscription.currentPeriodStart();
    }

    /** What has no end has no date. */
    private static String day(@Nullable Instant time) {
        return time == null ? "N/A" : DAY.format(time);
    }
}
