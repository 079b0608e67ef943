package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripeInvoices;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Compares the invoices that are still to be paid, however old: each retry is an attempt that we may not know of. */
@Component
class OpenInvoices implements DriftCheck {

    private final StripeInvoices stripe;
    private final PaymentRepair repair;

    OpenInvoices(StripeInvoices stripe, PaymentRepair repair) {
        this.stripe = stripe;
        this.repair = repair;
    }

    @Override
    public String name() {
        return "invoices.open";
    }

    @Override
    public int position() {
        return 50;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return stripe.open(after)
                .flatMap(page -> repair.compare(page.data(), run)
                        .thenReturn(new Checked(page.data().size(), page.next())));
    }
}
