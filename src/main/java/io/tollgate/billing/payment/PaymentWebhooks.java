package io.tollgate.billing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells endpoints of money that came, did not come, and went back. */
@Component
class PaymentWebhooks {

    private final Webhooks webhooks;

    PaymentWebhooks(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /** What the user sees of it, whose it is, and of a refund what administrators see. */
    record Data(
            @JsonUnwrapped PaymentView payment,
            UUID userId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RefundView refund) {

        static Data of(Payment payment, @Nullable Refund refund) {
            return new Data(PaymentView.of(payment), payment.userId(), refund == null ? null : RefundView.of(refund));
        }
    }

    /** Called for every reading; tells of the first success, and of each attempt that failed. */
    Mono<Void> written(@Nullable Payment before, Payment now) {
        if (now.status() == PaymentStatus.SUCCEEDED) {
            return before != null && before.status().collected()
                    ? Mono.empty()
                    : send(WebhookType.PAYMENT_SUCCEEDED, now, null);
        }
        boolean failedAgain = now.status() == PaymentStatus.FAILED
                && (before == null || before.failedAttempt() < now.failedAttempt());
        return failedAgain ? send(WebhookType.PAYMENT_FAILED, now, null) : Mono.empty();
    }

    /** Wants to be called once for each refund that succeeds. */
    Mono<Void> refunded(Payment payment, Refund refund) {
        return send(WebhookType.PAYMENT_REFUNDED, payment, refund);
    }

    private Mono<Void> send(WebhookType type, Payment payment, @Nullable Refund refund) {
        return webhooks.send(type, payment.userId(), payment.id(), Data.of(payment, refund));
    }
}
