package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.plan.Plan;
import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What users are told of their subscriptions, each thing once. */
@Component
public class SubscriptionMails {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final BillingMails mails;
    private final String dashboardUrl;

    SubscriptionMails(BillingMails mails, WebProperties web) {
        this.mails = mails;
        this.dashboardUrl = web.frontendUrl();
    }

    /**
     * Everything a mail about a subscription says.
     *
     * @param price what was or is to be paid
     */
    public record About(User user, Plan plan, Subscription subscription, Money price) {}

    /**
     * A try to collect an invoice that has failed.
     *
     * @param payUrl Stripe's page on which it can be paid by hand
     * @param nextAttempt null when it will not be tried again by itself
     */
    public record Attempt(
            String invoiceId,
            int number,
            @Nullable String payUrl,
            @Nullable Instant nextAttempt) {

        String key() {
            return invoiceId + ":" + number;
        }
    }

    /** Of one that costs nothing. */
    public Mono<Void> confirmed(About about) {
        return confirmed(about, about.subscription().id().toString());
    }

    /** @param invoiceId what was paid */
    public Mono<Void> confirmed(About about, String invoiceId) {
        return send("subscription_confirmed", invoiceId, "Subscription Confirmation", about, Map.of());
    }

    /** Another period has been paid for. @param invoiceId what was paid */
    public Mono<Void> renewed(About about, String invoiceId) {
        return send("subscription_updated", invoiceId, "Subscription Updated", about, Map.of("changed", ""));
    }

    /** Another plan, on which it is at once. @param change which one, of all that the subscription goes through */
    public Mono<Void> changed(About about, String change) {
        String key = about.subscription().id() + ":" + change;
        return send("subscription_updated", key, "Subscription Updated", about, Map.of("changed", "yes"));
    }

    public Mono<Void> canceled(About about) {
        return send(
                "subscription_canceled",
                about.subscription().id().toString(),
                "Subscription Canceled",
                about,
                Map.of());
    }

    public Mono<Void> paymentFailed(About about, Attempt attempt) {
        return send(
                "payment_failed",
                attempt.key(),
                "Invoice Payment Failed",
                about,
                Map.of(
                        "payUrl",
                        Objects.requireNonNullElse(attempt.payUrl(), dashboardUrl),
                        "nextAttempt",
                        attempt.nextAttempt() == null ? "" : day(attempt.nextAttempt())));
    }

    /** The payer's bank wants to hear from them; nothing is tried again before. */
    public Mono<Void> actionRequired(About about, Attempt attempt) {
        return send(
                "payment_action_required",
                attempt.key(),
                "Confirm Your Payment",
                about,
                Map.of("payUrl", Objects.requireNonNullElse(attempt.payUrl(), dashboardUrl)));
    }

    /** Once per end of a trial, should it be moved. */
    public Mono<Void> trialEnding(About about) {
        Instant end = Objects.requireNonNull(about.subscription().trialEnd());
        return send(
                "trial_ending",
                about.subscription().id() + ":" + end.getEpochSecond(),
                "Your Trial Ends Soon",
                about,
                Map.of("trialEnd", day(end)));
    }

    private Mono<Void> send(String kind, String objectId, String subject, About about, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(variables(about));
        variables.putAll(more);
        return mails.once(kind, objectId, about.user(), subject, variables);
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
