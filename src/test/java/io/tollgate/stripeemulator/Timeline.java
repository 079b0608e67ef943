package io.tollgate.stripeemulator;

import io.tollgate.stripeemulator.Agenda.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What happens by itself as time passes: sessions expire, trials end, periods renew, failed payments are tried again. */
final class Timeline {
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
        var agenda = new Agenda(end.getEpochSecond(), this::first);
        for (var kind : List.of(CheckoutSessions.KIND, Subscriptions.KIND, Invoices.KIND)) {
            account.store().all(kind).forEach(agenda::add);
        }
        for (var due = agenda.poll(); due != null; due = agenda.poll()) {
            account.clock().moveTo(Instant.ofEpochSecond(due.at()));
            due.happen().run();
            agenda.add(due.object());
            touched(due.object()).forEach(agenda::add);
        }
        account.clock().moveTo(end);
    }

    /** What has changed or come to be with an object of which something has just happened. */
    private Stream<ObjectNode> touched(ObjectNode object) {
        var store = account.store();
        return switch (Json.string(object, "object")) {
            case Subscriptions.KIND ->
                Stream.ofNullable(store.find(Invoices.KIND, Json.text(object, "latest_invoice")));
            case Invoices.KIND ->
                Stream.ofNullable(store.find(Subscriptions.KIND, BillingReads.subscriptionOf(object)));
            default -> Stream.empty();
        };
    }

    private @Nullable Due first(ObjectNode object) {
        return all(object).min(Comparator.comparingLong(Due::at)).orElse(null);
    }

    private Stream<Due> all(ObjectNode object) {
        var all = new ArrayList<Due>();
        switch (Json.string(object, "object")) {
            case CheckoutSessions.KIND -> addSession(all, object);
            case Subscriptions.KIND -> addSubscription(all, object);
            default -> addRetry(all, object);
        }
        return all.stream();
    }

    private void addSession(List<Due> all, ObjectNode session) {
        if (Json.is(session, "status", "open")) {
            long end = Json.number(session, "expires_at");
            all.add(new Due(end, session, () -> sessions.expire(Json.string(session, "id"))));
        }
    }

    private void addSubscription(List<Due> all, ObjectNode subscription) {
        if (Subscriptions.over(subscription)) {
            return;
        }
        var status = Json.string(subscription, "status");
        if ("incomplete".equals(status)) {
            long end = Json.number(subscription, "created") + INCOMPLETE_LIFE;
            all.add(new Due(end, subscription, () -> expire(subscription)));
        }
        if ("trialing".equals(status) && !warned.contains(Json.string(subscription, "id"))) {
            long warning = Json.number(subscription, "trial_end") - WARNING;
            all.add(new Due(warning, subscription, () -> warn(subscription)));
        }
        if (subscription.path("cancel_at").isNumber()) {
            all.add(new Due(Json.number(subscription, "cancel_at"), subscription, () -> cancel(subscription)));
        }
        if (subscription.path("pending_update").isObject()) {
            long end = Json.number(subscription.path("pending_update"), "expires_at");
            all.add(new Due(end, subscription, () -> pendingUpdates.expire(subscription)));
        }
        if (RENEWING.contains(status)) {
            all.add(new Due(Subscriptions.periodEnd(subscription), subscription, () -> turn(subscription)));
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
            long attempt = Json.number(invoice, "next_payment_attempt");
            all.add(new Due(attempt, invoice, () -> dunning.retry(invoice)));
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
