package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripePage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Compares the invoices that Stripe has made of late. */
@Component
class ListedInvoices implements DriftCheck {

    private final StripeInvoices stripe;
    private final PaymentRepair repair;

    ListedInvoices(StripeInvoices stripe, PaymentRepair repair) {
        this.stripe = stripe;
        this.repair = repair;
    }

    @Override
    public String name() {
        return "invoices.recent";
    }

    @Override
    public int position() {
        return 40;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return stripe.since(run.since(), after).flatMap(page -> compare(page, run));
    }

    private Mono<Checked> compare(StripePage<StripeInvoice> page, Run run) {
        return repair.compare(page.data(), run)
                .thenReturn(new Checked(page.data().size(), page.next()));
    }
}
