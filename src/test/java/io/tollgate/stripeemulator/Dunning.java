package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Collects invoices, again after a refusal, and sets the status that a subscription earns by it. */
final class Dunning {
    /** Days between the attempts to collect an invoice. */
    private static final List<Long> RETRY_DAYS = List.of(3L, 5L, 7L);

    private final Account account;
    private final Invoices invoices;
    private final PendingUpdates pendingUpdates;
    private final Map<String, Integer> attempts = new HashMap<>();
    private String afterRetries = "cancel";

    Dunning(Account account, Invoices invoices, PendingUpdates pendingUpdates) {
        this.account = account;
        this.invoices = invoices;
        this.pendingUpdates = pendingUpdates;
    }

    /** The account's setting for a subscription whose last retry failed: {@code cancel}, {@code unpaid} or {@code past_due}. */
    void afterRetries(String setting) {
        if (!List.of("cancel", "unpaid", "past_due").contains(setting)) {
            throw new IllegalArgumentException("cancel, unpaid or past_due, not " + setting);
        }
        afterRetries = setting;
    }

    /** Tries to collect; true if the invoice is paid now. A refusal makes the subscription past due, the last one gives it up. */
    boolean collect(ObjectNode subscription, ObjectNode invoice) {
        int failed = attempts.merge(Json.string(invoice, "id"), 1, Integer::sum) - 1;
        boolean last = failed >= RETRY_DAYS.size() && invoices.refused(invoice);
        schedule(invoice, failed, last);
        if (invoices.collect(invoice)) {
            paid(subscription);
            return true;
        }
        if (last) {
            giveUp(subscription);
        } else if (!Json.is(subscription, "status", "incomplete")) {
            setStatus(subscription, "past_due");
        }
        return false;
    }

    private void giveUp(ObjectNode subscription) {
        switch (afterRetries) {
            case "unpaid" -> setStatus(subscription, "unpaid");
            case "past_due" -> setStatus(subscription, "past_due");
            default -> Subscriptions.end(account, subscription, "canceled", "payment_failed");
        }
    }

    /** A payment that waits for its customer's confirmation is not tried again: it has not failed. */
    private void schedule(ObjectNode invoice, int failed, boolean last) {
        if (invoices.refused(invoice) && !last) {
            long wait = Duration.ofDays(RETRY_DAYS.get(failed)).toSeconds();
            invoice.put("next_payment_attempt", account.clock().seconds() + wait);
        } else {
            invoice.putNull("next_payment_attempt");
        }
    }

    void retry(ObjectNode invoice) {
        var _ = collect(subscriptionOf(invoice), invoice);
    }

    /** An invoice was paid by hand: out of band no card is charged. False if the card was refused. */
    boolean payNow(ObjectNode invoice, boolean outOfBand) {
        if (outOfBand) {
            invoices.paidOutOfBand(invoice);
        } else if (!invoices.collect(invoice)) {
            return false;
        }
        paid(subscriptionOf(invoice));
        return true;
    }

    /** The customer confirms to the bank that asked, or does not. */
    boolean confirm(ObjectNode invoice, boolean confirmed) {
        if (invoices.confirm(invoice, confirmed)) {
            paid(subscriptionOf(invoice));
            return true;
        }
        return false;
    }

    private void paid(ObjectNode subscription) {
        if (Subscriptions.over(subscription)) {
            return;
        }
        if (!Json.is(subscription, "status", "trialing")) {
            setStatus(subscription, "active");
        }
        pendingUpdates.apply(subscription);
    }

    private ObjectNode subscriptionOf(ObjectNode invoice) {
        return account.store().get(Subscriptions.KIND, BillingReads.subscriptionOf(invoice));
    }

    private void setStatus(ObjectNode subscription, String status) {
        account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", status));
    }
}
