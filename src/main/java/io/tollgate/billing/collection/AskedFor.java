package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.payment.CollectedPayments.Asked;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;

/** An invoice as what stands among the payments. */
final class AskedFor {

    private AskedFor() {}

    static Asked of(Invoice invoice, long cents) {
        return new Asked(
                invoice.id(),
                invoice.userId(),
                invoice.subscriptionId(),
                Provider.of(invoice.provider()),
                new Money(cents, invoice.currency()),
                "subscription_" + invoice.kind().value(),
                invoice.issuedAt());
    }
}
