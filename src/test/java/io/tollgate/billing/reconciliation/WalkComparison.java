package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.SecondNode;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds what we have of a user against what Stripe has. */
record WalkComparison(SecondNode node, long seed) {

    void compare(Walker walker) {
        walker.look();
        String customer = walker.customer();
        if (customer.isEmpty()) {
            return;
        }
        Map<String, StripeSubscription> theirs =
                node.bean(StripeSubscriptions.class).list(customer).collectList().block().stream()
                        .collect(Collectors.toMap(StripeSubscription::id, Function.identity()));
        Map<Object, Map<String, Object>> ours = walker.subscriptions().stream()
                .collect(Collectors.toMap(row -> row.get("provider_subscription_id"), Function.identity()));
        assertThat(ours.keySet()).as(told(walker)).isEqualTo(theirs.keySet());
        theirs.values().forEach(subscription -> {
            Map<String, Object> row = Objects.requireNonNull(ours.get(subscription.id()));
            assertThat(row.get("status"))
                    .as(told(walker))
                    // Paused by us, Stripe calls it active, and collects nothing.
                    .isIn(
                            subscription.status().name().toLowerCase(Locale.ROOT),
                            subscription.collectionPaused() ? "paused" : "",
                            moneyUnderWay(subscription) ? "incomplete" : "");
            assertThat(row.get("cancel_at_period_end")).as(told(walker)).isEqualTo(subscription.cancelAtPeriodEnd());
            if (subscription.endedAt() == null) {
                assertThat(((OffsetDateTime) row.get("current_period_end")).toInstant())
                        .as(told(walker))
                        .isEqualTo(subscription.currentPeriodEnd());
            }
        });
        theirs.keySet().forEach(id -> comparePayments(walker, id));
    }

    /** Bought in place of another, whose end waits for this money. */
    private boolean moneyUnderWay(StripeSubscription subscription) {
        return subscription.metadata().containsKey("upgrade_from_subscription_id")
                && node.bean(StripeInvoices.class)
                                .retrieve(Objects.requireNonNull(subscription.latestInvoiceId()))
                                .block()
                                .status()
                        != StripeInvoice.Status.PAID;
    }

    private void comparePayments(Walker walker, String subscription) {
        Map<Object, Map<String, Object>> payments = walker.payments().stream()
                .collect(Collectors.toMap(row -> row.get("provider_invoice_id"), Function.identity()));
        for (StripeInvoice invoice :
                node.bean(StripeInvoices.class).list(subscription).collectList().block()) {
            Map<String, Object> payment = payments.get(invoice.id());
            if (invoice.status() == StripeInvoice.Status.PAID) {
                assertThat(payment).as(invoice + " of " + told(walker)).isNotNull();
                assertThat(payment.get("status")).as(told(walker)).isNotIn("pending", "failed", "canceled");
                assertThat(payment.get("amount_cents")).as(told(walker)).isEqualTo(invoice.amountPaid());
            } else if (payment != null) {
                assertThat(payment.get("status")).as(told(walker)).isIn("pending", "failed", "canceled");
            }
        }
    }

    private String told(Walker walker) {
        return walker.road + ", seed " + seed;
    }
}
