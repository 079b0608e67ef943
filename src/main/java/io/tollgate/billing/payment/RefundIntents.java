package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.idempotency.KeyedWork;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Decides under the lock on the payment whether so much may go back, and notes it: from then on it counts as gone, whoever else
 * asks. So of any number of requests at once never more is given back than was paid.
 */
@Component
class RefundIntents {

    /** By then the request that made the intent has its answer from Stripe, or has none. */
    private static final Duration LOOK_AFTER = Duration.ofMinutes(1);

    private final PaymentRepository payments;
    private final RefundRepository refunds;
    private final Outbox outbox;
    private final AuditLog audit;
    private final KeyedWork keyed;
    private final TransactionalOperator tx;
    private final Ids ids;
    private final Clock clock;

    RefundIntents(
            PaymentRepository payments,
            RefundRepository refunds,
            Outbox outbox,
            AuditLog audit,
            KeyedWork keyed,
            TransactionalOperator tx,
            Ids ids,
            Clock clock) {
        this.payments = payments;
        this.refunds = refunds;
        this.outbox = outbox;
        this.audit = audit;
        this.keyed = keyed;
        this.tx = tx;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param entry who asks and from where; {@code Noted} when it may be done */
    Mono<RefundResult> note(UUID paymentId, RefundRequest wish, UUID adminId, AuditEntry entry) {
        return payments.lock(paymentId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.PAYMENT_NOT_FOUND)))
                .flatMap(payment -> refunds.taken(paymentId)
                        .flatMap(taken -> decide(payment, payment.amount().cents() - taken, wish, adminId, entry)))
                .as(tx::transactional);
    }

    private Mono<RefundResult> decide(Payment payment, long left, RefundRequest wish, UUID adminId, AuditEntry entry) {
        if (payment.status() == PaymentStatus.DISPUTED) {
            return Mono.just(new RefundResult.Disputed());
        }
        if (!payment.refundable() || left <= 0) {
            return Mono.just(new RefundResult.NotRefundable());
        }
        long cents = Objects.requireNonNullElse(wish.amountCents(), left);
        return cents > left
                ? Mono.just(new RefundResult.TooHigh(left))
                : insert(fresh(payment, cents, wish, adminId), entry).map(RefundResult.Noted::new);
    }

    private Refund fresh(Payment payment, long cents, RefundRequest wish, UUID adminId) {
        return new Refund(
                ids.next(),
                payment.id(),
                null,
                new Money(cents, payment.amount().currency()),
                wish.reason(),
                RefundStatus.REQUESTED,
                null,
                adminId,
                1,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private Mono<Refund> insert(Refund refund, AuditEntry entry) {
        return refunds.insert(refund)
                .delayUntil(noted -> audit.record(entry.on("payment", refund.paymentId())
                        .with(Map.of(
                                "refund_id", refund.id().toString(),
                                "amount_cents", Long.toString(refund.amount().cents()),
                                "currency", refund.amount().currency(),
                                "reason", Objects.requireNonNullElse(refund.reason(), "")))))
                .delayUntil(noted -> outbox.enqueueAt(
                        RefundJob.TYPE,
                        refund.paymentId().toString(),
                        new RefundJob.Payload(refund.id()),
                        clock.instant().plus(LOOK_AFTER)))
                .delayUntil(_ -> keyed.done());
    }
}
