package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.billing.stripe.StripePage;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Compares the refunds that Stripe has made of late, and those that may still have failed since. */
@Component
class ListedRefunds implements DriftCheck {

    /** A bank may send a refund back up to thirty days after it seemed done (Stripe, refunds: failed refunds). */
    private static final Duration FAIL_WITHIN = Duration.ofDays(30);

    private final StripeRefunds stripe;
    private final ReturnsRepair repair;
    private final ReturnsRepair.Comparison comparison;

    ListedRefunds(StripeRefunds stripe, ComparedReturns compared, ReturnsRepair repair) {
        this.stripe = stripe;
        this.repair = repair;
        this.comparison =
                new ReturnsRepair.Comparison(Drift.Kind.REFUND_MISSED, Drift.Kind.REFUND_CHANGED, compared::refunds);
    }

    @Override
    public String name() {
        return "refunds.recent";
    }

    @Override
    public int position() {
        return 70;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return stripe.since(run.since().minus(FAIL_WITHIN), after).flatMap(page -> compare(page, run));
    }

    private Mono<Checked> compare(StripePage<StripeRefund> page, Run run) {
        List<ReturnsRepair.Listed> listed =
                page.data().stream().map(ListedRefunds::listed).toList();
        return repair.compare(listed, comparison, run)
                .thenReturn(new Checked(page.data().size(), page.next()));
    }

    private static ReturnsRepair.Listed listed(StripeRefund refund) {
        return new ReturnsRepair.Listed(
                refund.id(),
                refund.paymentIntentId(),
                refund.chargeId(),
                ComparedReturns.text(
                        RefundStatus.ofStripe(refund.status()).value(), refund.amount(), refund.currency()));
    }
}
