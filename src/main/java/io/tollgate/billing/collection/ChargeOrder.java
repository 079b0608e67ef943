package io.tollgate.billing.collection;

import io.tollgate.billing.plan.Money;
import io.tollgate.user.User;
import java.time.Instant;

/**
 * What a gateway is asked to collect.
 *
 * @param number of the invoice, for people
 * @param pageUntil until when a page for it may be open, by everybody's clock; the same each time it is asked for
 * @param page where the payer comes back to
 * @param owed whether so much is still to be paid
 */
record ChargeOrder(Attempt attempt, User user, String number, Instant pageUntil, String page, boolean owed) {

    String key() {
        return attempt.key();
    }

    Money amount() {
        return attempt.amount();
    }

    String title() {
        return "Invoice " + number;
    }
}
