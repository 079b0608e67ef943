package io.tollgate.stripeemulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What happens by itself as time passes: sessions expire, trials end, periods renew, failed payments are tried again. */
final class Timeline {
    /** Something due at an instant (epoch seconds). */
    private record Due(long at, Runnable happen) {}

    private static final long WARNING = Duration.ofDays(3).toSeconds();
    private static final long INCOMPLETE_LIFE = Duration.ofHours(23).toSeconds();
    /** Days between the attempts to collect an invoice; after the last the subscription is cancelled. */
    private static final List<Long> RETRY_DAYS = List.of(3L, 5L, 7L);

    private final Account account;
    private final Invoices invoices;
    private final CheckoutSessions sessions;
    private final Set<String> warned = new HashSet<>();
    private final Map<String, Integer> retries = new HashMap<>();

    Timeline(Account account, Invoices invoices, CheckoutSessions sessions) {
        this.account = account;
        this.invoices = invoices;
        this.sessions = sessions;
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

    private @org.jspecify.annotations.Nullable Due next(Instant end) {
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
        var id = Json.string(subscription, "id");
        var status = Json.string(subscription, "status");
        long end = Subscriptions.periodEnd(subscription);
        if ("incomplete".equals(status)) {
            all.add(new Due(Json.number(subscription, "created") + INCOMPLETE_LIFE, () -> expire(subscription)));
            return;
        }
        if ("trialing".equals(status) && !warned.contains(id)) {
            all.add(new Due(Json.number(subscription, "trial_end") - WARNING, () -> warn(subscription)));
        }
        if (Set.of("active", "trialing", "past_due").contains(status)) {
            all.add(new Due(end, () -> turn(subscription)));
        }
        if (subscription.path("cancel_at").isNumber()) {
            all.add(new Due(Json.number(subscription, "cancel_at"), () -> cancel(subscription)));
        }
    }

    private void addRetry(List<Due> all, ObjectNode invoice) {
        if (Json.is(invoice, "status", "open")
                && invoice.path("next_payment_attempt").isNumber()) {
            all.add(new Due(Json.number(invoice, "next_payment_attempt"), () -> retry(invoice)));
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

    /** The end of a period: the next one begins, is invoiced and charged, unless the subscription was to end here. */
    private void turn(ObjectNode subscription) {
        if (Json.flag(subscription, "cancel_at_period_end")) {
            cancel(subscription);
            return;
        }
        account.change(subscription, Subscriptions.UPDATED, () -> {
            long anchor = Json.number(subscription, "billing_cycle_anchor");
            Subscriptions.items(subscription).forEach(item -> nextPeriod(item, anchor));
            if (Json.is(subscription, "status", "trialing")) {
                subscription.put("status", "active");
            }
        });
        collect(subscription, invoices.issue(subscription, "subscription_cycle", invoices.periodLines(subscription)));
    }

    private static void nextPeriod(ObjectNode item, long anchor) {
        long start = Json.number(item, "current_period_end");
        item.put("current_period_start", start);
        item.put(
                "current_period_end",
                Periods.endAfter(start, anchor, item.path("price").path("recurring")));
    }

    private void retry(ObjectNode invoice) {
        var id = BillingReads.subscriptionOf(invoice);
        collect(account.store().get(Subscriptions.KIND, id), invoice);
    }

    private void collect(ObjectNode subscription, ObjectNode invoice) {
        var id = Json.string(invoice, "id");
        int failed = retries.getOrDefault(id, 0);
        boolean last = failed == RETRY_DAYS.size();
        if (!account.decliningCustomers().contains(Json.string(invoice, "customer")) || last) {
            invoice.putNull("next_payment_attempt");
        } else {
            invoice.put(
                    "next_payment_attempt",
                    account.clock().seconds()
                            + Duration.ofDays(RETRY_DAYS.get(failed)).toSeconds());
        }
        retries.put(id, failed + 1);
        if (invoices.collect(invoice)) {
            setStatus(subscription, "active");
        } else if (last) {
            Subscriptions.end(account, subscription, "canceled", "payment_failed");
        } else {
            setStatus(subscription, "past_due");
        }
    }

    private void setStatus(ObjectNode subscription, String status) {
        account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", status));
    }
}
