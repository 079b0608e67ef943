package io.tollgate.billing.payment;

import io.tollgate.billing.payment.ReturnsRepair.Comparison;
import io.tollgate.billing.payment.ReturnsRepair.Listed;
import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.billing.stripe.StripeDisputes;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is compared of the money that goes back: refunds, and disputes. */
@Configuration(proxyBeanMethods = false)
class ReturnChecks {

    /** A bank may send a refund back up to thirty days after it seemed done (Stripe, refunds: failed refunds). */
    private static final Duration FAIL_WITHIN = Duration.ofDays(30);

    /** A bank takes up to 75 days from the last evidence, for which there are three weeks (Stripe, how disputes work). */
    private static final Duration DECIDED_WITHIN = Duration.ofDays(120);

    @Bean
    ListedReturns<StripeRefund> listedRefunds(StripeRefunds stripe, ComparedReturns compared, ReturnsRepair repair) {
        Comparison comparison = new Comparison(Drift.Kind.REFUND_MISSED, Drift.Kind.REFUND_CHANGED, compared::refunds);
        return new ListedReturns<>(
                "refunds.recent", 70, FAIL_WITHIN, stripe::since, ReturnChecks::listed, comparison, repair);
    }

    @Bean
    ListedReturns<StripeDispute> listedDisputes(StripeDisputes stripe, ComparedReturns compared, ReturnsRepair repair) {
        Comparison comparison =
                new Comparison(Drift.Kind.DISPUTE_MISSED, Drift.Kind.DISPUTE_CHANGED, compared::disputes);
        return new ListedReturns<>(
                "disputes.recent", 80, DECIDED_WITHIN, stripe::since, ReturnChecks::listed, comparison, repair);
    }

    private static Listed listed(StripeRefund refund) {
        String status = RefundStatus.ofStripe(refund.status()).value();
        String text = ComparedReturns.text(status, refund.amount(), refund.currency());
        return new Listed(refund.id(), refund.paymentIntentId(), refund.chargeId(), text);
    }

    private static Listed listed(StripeDispute dispute) {
        String text = ComparedReturns.text(dispute.status(), dispute.amount(), dispute.currency());
        return new Listed(dispute.id(), dispute.paymentIntentId(), dispute.chargeId(), text);
    }
}
