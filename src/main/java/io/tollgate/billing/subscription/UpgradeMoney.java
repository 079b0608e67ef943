package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeSubscription;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells whether an upgrade has been paid. Stripe calls a subscription active while a bank transfer for it is under way; to end
 * the old one then would leave the user with nothing when the transfer fails.
 */
@Component
class UpgradeMoney {

    private final StripeInvoices invoices;

    UpgradeMoney(StripeInvoices invoices) {
        this.invoices = invoices;
    }

    /** Asks Stripe only for upgrades, and only in their first period. */
    Mono<Boolean> moneyUnderWay(StripeSubscription there) {
        boolean fresh = there.status() == StripeSubscription.Status.ACTIVE
                && there.metadata().containsKey(SubscriptionSync.UPGRADED_FROM)
                && Objects.equals(there.currentPeriodStart(), there.createdAt());
        return Mono.justOrEmpty(fresh ? there.latestInvoiceId() : null)
                .flatMap(invoices::retrieve)
                .map(invoice -> "subscription_create".equals(invoice.billingReason())
                        && invoice.status() == StripeInvoice.Status.OPEN)
                .defaultIfEmpty(false);
    }
}
