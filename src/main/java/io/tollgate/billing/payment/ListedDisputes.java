package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.billing.stripe.StripeDisputes;
import io.tollgate.billing.stripe.StripePage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Compares the disputes that were opened of late, and those that may have been decided since. */
@Component
class ListedDisputes implements DriftCheck {

    /** A bank takes up to 75 days from the last evidence, for which there are three weeks (Stripe, how disputes work). */
    private static final Duration DECIDED_WITHIN = Duration.ofDays(120);

    private final StripeDisputes stripe;
    private final ReturnsRepair repair;
    private final ReturnsRepair.Comparison comparison;

    ListedDisputes(StripeDisputes stripe, ComparedReturns compared, ReturnsRepair repair) {
        this.stripe = stripe;
        this.repair = repair;
        this.comparison =
                new ReturnsRepair.Comparison(Drift.Kind.DISPUTE_MISSED, Drift.Kind.DISPUTE_CHANGED, compared::disputes);
    }

    @Override
    public String name() {
        return "disputes.recent";
    }

    @Override
    public int position() {
        return 80;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return stripe.since(run.since().minus(DECIDED_WITHIN), after).flatMap(page -> compare(page, run));
    }

    private Mono<Checked> compare(StripePage<StripeDispute> page, Run run) {
        List<ReturnsRepair.Listed> listed =
                page.data().stream().map(ListedDisputes::listed).toList();
        return repair.compare(listed, comparison, run)
                .thenReturn(new Checked(page.data().size(), page.next()));
    }

    private static ReturnsRepair.Listed listed(StripeDispute dispute) {
        return new ReturnsRepair.Listed(
                dispute.id(),
                dispute.paymentIntentId(),
                dispute.chargeId(),
                ComparedReturns.text(dispute.status(), dispute.amount(), dispute.currency()));
    }
}
