package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks up what we have as unpaid: it may have been paid unheard of, and then is in no list of Stripe's. */
@Component
class UnpaidPayments implements DriftCheck {

    /** Stripe collects for two months at most. */
    private static final Duration COLLECTED_FOR = Duration.ofDays(60);

    private static final UUID START = new UUID(0, 0);
    private static final int BATCH = 50;
    private static final int AT_ONCE = 4;

    private final ComparedPayments compared;
    private final StripeInvoices stripe;
    private final PaymentRepair repair;

    UnpaidPayments(ComparedPayments compared, StripeInvoices stripe, PaymentRepair repair) {
        this.compared = compared;
        this.stripe = stripe;
        this.repair = repair;
    }

    @Override
    public String name() {
        return "payments.unpaid";
    }

    @Override
    public int position() {
        return 60;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return compared.unpaid(run.since().minus(COLLECTED_FOR), after == null ? START : UUID.fromString(after), BATCH)
                .flatMap(batch -> Flux.fromIterable(batch)
                        .flatMap(one -> retrieve(one.invoiceId()), AT_ONCE)
                        .collectList()
                        .flatMap(invoices -> repair.compare(invoices, run))
                        .thenReturn(new Checked(batch.size(), next(batch))));
    }

    private Mono<StripeInvoice> retrieve(String invoiceId) {
        return stripe.retrieve(invoiceId)
                .onErrorResume(
                        StripeFailure.class,
                        failure -> failure.kind() == StripeFailure.Kind.NOT_FOUND ? Mono.empty() : Mono.error(failure));
    }

    private static @Nullable String next(List<ComparedPayments.Unpaid> batch) {
        return batch.size() < BATCH ? null : batch.getLast().id().toString();
    }
}
