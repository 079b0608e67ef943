package io.tollgate.stripeemulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What happens by itself as time passes: sessions expire, trials end, periods renew, failed payments are tried again. */
final class Timeline {
    /** Something due at an instant (epoch seconds). */
    private record Due(long at, Runnable happen) {}

    private static final long WARNING = Duration.ofDays(3).toSeconds();
    private static final long INCOMPLETE_LIFE = Duration.ofHours(23).toSeconds();
    private static final Set<String> RENEWING = Set.of("active", "trialing", "past_due");

    private final Account account;
    private final CheckoutSessions sessions;
    private final Renewals renewals;
    private final Dunning dunning;
    private final PendingUpdates pendingUpdates;
    private final Schedules schedules;
    private final PausedCollection collection;
    private final Set<String> warned = new HashSet<>();

    Timeline(
            Account account,
            CheckoutSessions sessions,
            Renewals renewals,
            Dunning dunning,
            PendingUpdates pendingUpdates,
            Schedules schedules,
            PausedCollection collection) {
        this.account = account;
        this.sessions = sessions;
        this.renewals = renewals;
        this.dunning = dunning;
        this.pendingUpdates = pendingUpdates;
        this.schedules = schedules;
        this.collection = collection;
    }

    void advance(Duration duration) {
        playUntil(account.clock().now().plus(duration));
    }

    /** Plays what is due by the emulator's present time. */
    void catchUp() {
        playUntil(account.clock().now());
    }

    private void playUntil(Instant end) {
        for (var due = next(end); due != null; due = next(end)) {
            account.clock().moveTo(Instant.ofEpochSecond(due.at()));
            due.happen().run();
        }
        account.clock().moveTo(end);
    }

    private @Nullable Due next(Instant end) {
        var all = new ArrayList<Due>();
        account.store().all(CheckoutSessions.KIND).forEach(session -> addSession(all, session));
        account.store()
                .all(Subscriptions.KIND)
                .filter(subscription -> !Subscriptions.over(subscription))
                .forEach(subscription -> addSubscription(all, subscription));
        account.store().all(Invoices.KIND).forEach(invoice -> addRetry(all, invoice));
        return all.stream()
                .filter(due -> due.at() <= end.getEpochSecond())
                .min(Comparator.comparingLong(Due::at))
                .orElse(null);
    }

    private void addSession(List<Due> all, ObjectNode session) {
        if (Json.is(session, "status", "open")) {
            all.add(new Due(Json.number(session, "expires_at"), () -> sessions.expire(Json.string(session, "id"))));
        }
    }

    private void addSubscription(List<Due> all, ObjectNode subscription) {
        var status = Json.string(subscription, "status");
        if ("incomplete".equals(status)) {
            all.add(new Due(Json.number(subscription, "created") + INCOMPLETE_LIFE, () -> expire(subscription)));
        }
        if ("trialing".equals(status) && !warned.contains(Json.string(subscription, "id"))) {
            all.add(new Due(Json.number(subscription, "trial_end") - WARNING, () -> warn(subscription)));
        }
        if (subscription.path("cancel_at").isNumber()) {
            all.add(new Due(Json.number(subscription, "cancel_at"), () -> cancel(subscription)));
        }
        if (subscription.path("pending_update").isObject()) {
            long end = Json.number(subscription.path("pending_update"), "expires_at");
            all.add(new Due(end, () -> pendingUpdates.expire(subscription)));
        }
        if (RENEWING.contains(status)) {
            all.add(new Due(Subscriptions.periodEnd(subscription), () -> turn(subscription)));
        }
    }

    private void turn(ObjectNode subscription) {
        schedules.turn(subscription);
        if (PausedCollection.paused(subscription)) {
            collection.turn(subscription);
        } else {
            renewals.turn(subscription);
        }
    }

    private void addRetry(List<Due> all, ObjectNode invoice) {
        if (Json.is(invoice, "status", "open")
                && invoice.path("next_payment_attempt").isNumber()) {
            all.add(new Due(Json.number(invoice, "next_payment_attempt"), () -> dunning.retry(invoice)));
        }
    }

    private void expire(ObjectNode subscription) {
        account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", "incomplete_expired"));
    }

    private void warn(ObjectNode subscription) {
        warned.add(Json.string(subscription, "id"));
        account.events().emit("customer.subscription.trial_will_end", subscription);
    }

    private void cancel(ObjectNode subscription) {
        Subscriptions.end(account, subscription, "canceled", "cancellation_requested");
    }
}
