package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Ends all that would go on by itself, without a word to anybody: no event is written. */
final class Closing {
    private final Account account;

    Closing(Account account) {
        this.account = account;
    }

    /** Gives the ids of the subscriptions that have ended. */
    List<String> end() {
        account.store()
                .all(CheckoutSessions.KIND)
                .filter(session -> Json.is(session, "status", "open"))
                .forEach(session -> session.put("status", "expired").putNull("url"));
        account.store().all(Invoices.KIND).forEach(invoice -> invoice.putNull("next_payment_attempt"));
        return account.store()
                .all(Subscriptions.KIND)
                .filter(subscription -> !Subscriptions.over(subscription))
                .map(this::end)
                .toList();
    }

    private String end(ObjectNode subscription) {
        long now = account.clock().seconds();
        subscription.put("status", "canceled").put("ended_at", now).put("canceled_at", now);
        subscription.putNull("pending_update").putNull("schedule");
        return Json.string(subscription, "id");
    }
}
