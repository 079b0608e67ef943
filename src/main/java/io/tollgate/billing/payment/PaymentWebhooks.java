package io.tollgate.billing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells endpoints of money that came, did not come, and went back. */
@Component
class PaymentWebhooks {

    private final PaymentRepository payments;
    private final Webhooks webhooks;

    PaymentWebhooks(PaymentRepository payments, Webhooks webhooks) {
        this.payments = payments;
        this.webhooks = webhooks;
    }

    /** What the user sees of it, whose it is, and of a refund or dispute what administrators see. */
    record Data(
            @JsonUnwrapped PaymentView payment,
            UUID userId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RefundView refund,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DisputeView dispute) {

        static Data of(Payment payment) {
            return new Data(PaymentView.of(payment), payment.userId(), null, null);
        }

        static Data of(Payment payment, Refund refund) {
            return new Data(PaymentView.of(payment), payment.userId(), RefundView.of(refund), null);
        }

        static Data of(Payment payment, Dispute dispute) {
            return new Data(PaymentView.of(payment), payment.userId(), null, DisputeView.of(dispute));
        }
    }

    /** Called for every reading; tells of the first success, of each attempt that failed, and of the end of what nobody owes. */
    Mono<Void> written(@Nullable Payment before, Payment now) {
        return switch (now.status()) {
            case SUCCEEDED ->
                before != null && before.status().collected()
                        ? Mono.empty()
                        : send(WebhookType.PAYMENT_SUCCEEDED, now, Data.of(now));
            case FAILED ->
                before != null && before.failedAttempt() >= now.failedAttempt()
                        ? Mono.empty()
                        : send(WebhookType.PAYMENT_FAILED, now, Data.of(now));
            case CANCELED ->
                before != null && before.status() == PaymentStatus.CANCELED
                        ? Mono.empty()
                        : send(WebhookType.PAYMENT_CANCELED, now, Data.of(now));
            case PENDING, PARTIALLY_REFUNDED, REFUNDED, DISPUTED, REVERSED -> Mono.empty();
        };
    }

    /** Wants to be called once for each refund that succeeds. Wants {@link PaymentRepository#lock}. */
    Mono<Void> refunded(Payment payment, Refund refund) {
        return settled(WebhookType.PAYMENT_REFUNDED, payment, now -> Data.of(now, refund));
    }

    /** The same of one that does not, or whose money comes back. */
    Mono<Void> notRefunded(Payment payment, Refund refund) {
        return settled(WebhookType.PAYMENT_REFUND_FAILED, payment, now -> Data.of(now, refund));
    }

    /** Wants to be called once for each status of a dispute. Of one that is closed when it is first heard of, only that is told. */
    Mono<Void> disputed(Payment payment, @Nullable Dispute before, Dispute now) {
        WebhookType opened = before == null ? WebhookType.PAYMENT_DISPUTED : WebhookType.PAYMENT_DISPUTE_UPDATED;
        WebhookType type = now.closed() ? WebhookType.PAYMENT_DISPUTE_CLOSED : opened;
        return settled(type, payment, settled -> Data.of(settled, now));
    }

    /** As the payment stands after what is told. */
    private Mono<Void> settled(WebhookType type, Payment payment, Function<Payment, Data> data) {
        return webhooks.wanted(type)
                .filter(wanted -> wanted)
                .flatMap(_ -> payments.settle(payment.id()))
                .flatMap(now -> send(type, now, data.apply(now)));
    }

    private Mono<Void> send(WebhookType type, Payment payment, Data data) {
        return webhooks.send(type, payment.userId(), payment.id(), data);
    }
}
