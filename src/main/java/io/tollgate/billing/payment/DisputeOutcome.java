package io.tollgate.billing.payment;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes what Stripe says of a dispute, and spreads the news of it once. Wants {@link PaymentRepository#lock}. */
@Component
class DisputeOutcome {

    /** Stripe's words that somebody waits for; others are counted as they come. */
    private static final List<String> EXPECTED = List.of("needs_response", "under_review", "won", "lost");

    private final DisputeRepository disputes;
    private final DisputeProperties policy;
    private final PaymentWebhooks webhooks;
    private final Outbox outbox;
    private final AuditLog audit;
    private final MeterRegistry metrics;

    DisputeOutcome(
            DisputeRepository disputes,
            DisputeProperties policy,
            PaymentWebhooks webhooks,
            Outbox outbox,
            AuditLog audit,
            MeterRegistry metrics) {
        this.disputes = disputes;
        this.policy = policy;
        this.webhooks = webhooks;
        this.outbox = outbox;
        this.audit = audit;
        this.metrics = metrics;
        // There from the start, at zero, so that the first one is an increase.
        EXPECTED.forEach(status -> metrics.counter("tollgate.disputes", "status", status));
    }

    Mono<Dispute> write(Payment payment, StripeDispute told) {
        return disputes.findByStripeId(told.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(before ->
                        disputes.told(payment.id(), told).delayUntil(now -> spread(payment, before.orElse(null), now)));
    }

    private Mono<Void> spread(Payment payment, @Nullable Dispute before, Dispute now) {
        if (before != null && before.status().equals(now.status())) {
            return Mono.empty();
        }
        metrics.counter("tollgate.disputes", "status", now.status()).increment();
        return audit.record(AuditEntry.of(action(before, now), RequestFacts.NONE)
                        .on("payment", payment.id())
                        .with(Map.of(
                                "dispute_id", now.id().toString(),
                                "provider_dispute_id", now.providerDisputeId(),
                                "amount_cents", Long.toString(now.amount().cents()),
                                "currency", now.amount().currency(),
                                "reason", Objects.requireNonNullElse(now.reason(), ""),
                                "status", now.status())))
                .then(webhooks.disputed(payment, before, now))
                .then(now.lost() ? afterLoss(payment, now) : Mono.empty());
    }

    private static String action(@Nullable Dispute before, Dispute now) {
        return switch (now.status()) {
            case "won" -> "payment.dispute_won";
            case "lost" -> "payment.dispute_lost";
            default -> before == null ? "payment.disputed" : "payment.dispute_updated";
        };
    }

    private Mono<Void> afterLoss(Payment payment, Dispute dispute) {
        return policy.lost() == DisputeProperties.Lost.CANCEL && payment.subscriptionId() != null && !payment.ofOurs()
                ? outbox.enqueue(
                        LostDispute.TYPE,
                        payment.userId().toString(),
                        new LostDispute.Payload(dispute.id(), payment.providerInvoiceId()))
                : Mono.empty();
    }
}
