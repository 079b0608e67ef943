package io.tollgate.billing.payment;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes what Stripe says of a refund, and spreads the news of it once. Wants {@link PaymentRepository#lock}. */
@Component
class RefundOutcome {

    /** The note on a refund at Stripe that says which of ours it is. */
    static final String NOTE = "refund_id";

    /** The note of why, on a refund of what was paid for twice. */
    static final String DUPLICATE = "duplicate";

    private final RefundRepository refunds;
    private final PaymentMails mails;
    private final PaymentWebhooks webhooks;
    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final Ids ids;

    RefundOutcome(
            RefundRepository refunds,
            PaymentMails mails,
            PaymentWebhooks webhooks,
            AuditLog audit,
            MeterRegistry metrics,
            Ids ids) {
        this.refunds = refunds;
        this.mails = mails;
        this.webhooks = webhooks;
        this.audit = audit;
        this.metrics = metrics;
        // There from the start, at zero, so that the first one is an increase.
        for (RefundStatus status : RefundStatus.values()) {
            metrics.counter("tollgate.refunds", "status", status.value());
        }
        this.ids = ids;
    }

    Mono<Refund> write(Payment payment, StripeRefund told) {
        return refunds.findByStripeId(told.id())
                .switchIfEmpty(Mono.defer(() -> intent(payment, told)))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(before -> before.isPresent()
                        ? refunds.told(before.get().id(), told)
                                .delayUntil(now -> spread(payment, before.get(), now, told))
                        : refunds.insert(fresh(payment, told)).delayUntil(now -> spread(payment, null, now, told)));
    }

    /** The row that is there since we asked for it. */
    private Mono<Refund> intent(Payment payment, StripeRefund told) {
        return Mono.justOrEmpty(note(told))
                .flatMap(refunds::find)
                .filter(refund -> refund.paymentId().equals(payment.id()) && refund.providerRefundId() == null);
    }

    private static Optional<UUID> note(StripeRefund told) {
        try {
            return Optional.ofNullable(told.metadata().get(NOTE)).map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Refund fresh(Payment payment, StripeRefund told) {
        return new Refund(
                ids.next(),
                payment.id(),
                told.id(),
                new Money(told.amount(), told.currency()),
                told.reason(),
                RefundStatus.ofStripe(told.status()),
                told.failure(),
                null,
                1,
                told.createdAt());
    }

    private Mono<Void> spread(Payment payment, @Nullable Refund before, Refund now, StripeRefund told) {
        if (before != null && before.providerRefundId() != null && before.status() == now.status()) {
            return Mono.empty();
        }
        boolean known = before != null && before.providerRefundId() != null;
        metrics.counter("tollgate.refunds", "status", now.status().value()).increment();
        return note(payment, now, known, told)
                .then(
                        switch (now.status()) {
                            case SUCCEEDED -> mails.refunded(payment, now).then(webhooks.refunded(payment, now));
                            case FAILED, CANCELED -> webhooks.notRefunded(payment, now);
                            case REQUESTED, PENDING, REQUIRES_ACTION -> Mono.empty();
                        });
    }

    private Mono<Void> note(Payment payment, Refund refund, boolean known, StripeRefund told) {
        if (known && refund.status() != RefundStatus.FAILED) {
            return Mono.empty();
        }
        return audit.record(about(payment, refund, told)
                .with(Map.of(
                        "payment_id", payment.id().toString(),
                        "refund_id", refund.id().toString(),
                        "provider_refund_id", told.id(),
                        "amount_cents", Long.toString(refund.amount().cents()),
                        "currency", refund.amount().currency())));
    }

    private static AuditEntry about(Payment payment, Refund refund, StripeRefund told) {
        if (refund.status() == RefundStatus.FAILED) {
            return AuditEntry.of("payment.refund_failed", RequestFacts.NONE).on("payment", payment.id());
        }
        return payment.subscriptionId() != null
                        && DUPLICATE.equals(told.metadata().get("reason"))
                ? AuditEntry.of("subscription.duplicate_refunded", RequestFacts.NONE)
                        .on("subscription", payment.subscriptionId())
                : AuditEntry.of("payment.refunded", RequestFacts.NONE).on("payment", payment.id());
    }
}
